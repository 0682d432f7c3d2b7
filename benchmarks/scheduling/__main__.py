"""`python -m benchmarks.scheduling`."""

from benchmarks.scheduling.measuring import main

if __name__ == "__main__":
    main()

"""`python -m matchmaker.cli`, where the command itself is not on the path."""

from matchmaker.cli import main

main()

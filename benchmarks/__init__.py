"""What `make bench` runs: measurements beside peers, no test of time."""

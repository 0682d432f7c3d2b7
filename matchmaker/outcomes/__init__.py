"""What follows a meeting, to a contract or a clear no."""

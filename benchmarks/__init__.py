"""What is fast, measured against the thing that a user would do without us: `make bench`."""

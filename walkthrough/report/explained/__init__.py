"""What each line of a Dockerfile does, and what makes its step run again. No engine, no screen."""

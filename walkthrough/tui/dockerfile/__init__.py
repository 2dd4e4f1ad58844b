"""What the Dockerfile tab draws, as pure functions of a width."""

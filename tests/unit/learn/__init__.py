"""What is learned: predictions, exercises, progress."""

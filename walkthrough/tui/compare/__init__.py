"""What the Compare tab draws: blocks of a metric each, the main figure, one metric in full."""

"""The files a build sees: the sample app laid out, edited, and packed as a context."""

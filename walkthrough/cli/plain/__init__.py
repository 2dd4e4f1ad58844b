"""The course as a dialogue on a scrolling terminal: for screen readers and bare terminals."""

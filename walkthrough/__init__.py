"""walkthrough teaches small, fast Docker builds for Go services by measuring real ones."""

__version__ = "0.1.0"

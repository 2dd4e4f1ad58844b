"""The console script: `walkthrough` and `python -m walkthrough`."""

from walkthrough.cli.main import main

if __name__ == "__main__":
    main()

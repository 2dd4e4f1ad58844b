"""Weighs an image of the engine that the environment names, in a process of its own."""

import sys

from benchmarks.process import report
from walkthrough.engine.engine import find_engine
from walkthrough.engine.image_size import image_facts


def main() -> None:
    """Weigh the image that the argument names and count its bytes."""
    engine = find_engine()
    report(lambda: image_facts(engine.client, sys.argv[1]).unpacked_bytes)
    engine.close()


if __name__ == "__main__":
    main()

"""Looks into one image in the app, in a process of its own; tells what it took.

    python -m tests.engine.inside_child IMAGE

Prints the growth of the process's peak memory while the image was read, in ru_maxrss's unit, and
how many keys were answered while bytes were streaming.
"""

import resource
import sys

import msgspec

from tests.tui.looked_into import LookedInto, look_into
from tests.tui.reading import Reader, screen_text, seen
from walkthrough.engine.engine import find_engine
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.learn.progress import Place
from walkthrough.measure.results import VariantResult
from walkthrough.tui.engine_state import OpenLesson
from walkthrough.tui.images import EngineImages

GIGABYTE = 1 << 30
MOST_KEYS = 5


class OneImage(LookedInto):
    """The recorded course, in which `simple` has become this image."""

    def __init__(self, image_id: str) -> None:
        super().__init__()
        engine = find_engine()
        self.images = EngineImages(lambda: engine.client)
        layer = LayerFacts("sha256:a", "", GIGABYTE, 1, 2)
        self._facts = ImageFacts(image_id, GIGABYTE, 1, True, (layer,))

    def results(self) -> dict[str, VariantResult]:
        known = super().results()
        return {
            name: msgspec.structs.replace(one, image=self._facts)
            for name, one in known.items()
            if name == "simple"
        }


def main(image_id: str) -> None:
    """Open the image's tab, press keys while it is read, and wait for its files."""
    services = OneImage(image_id)
    measured: list[int] = []

    async def story(pilot: Reader) -> None:
        pilot.app.post_message(OpenLesson(Place("simple-build", "Compare")))
        await seen(pilot, "Compare")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        await pilot.press("4")
        await seen(pilot, "Reading the files of simple")
        answered = 0
        await pilot.press("tab")
        for _ in range(3000):
            text = screen_text(pilot)
            if "Files that a container sees" in text or "Files of layer" in text:
                break
            if "of about" in text and answered < MOST_KEYS:
                await pilot.press("up" if answered % 2 else "down")
                await seen(pilot, "▌ all layers" if answered % 2 else "▌ layer 1")
                answered += 1
            await pilot.pause(0.02)
        await pilot.press("home")
        await seen(pilot, "zeros", ".env")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        measured.extend((peak, answered))

    look_into(services, story, (120, 36))
    sys.stdout.write(f"{measured[0]} {measured[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1])

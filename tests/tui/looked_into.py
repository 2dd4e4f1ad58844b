"""Images whose files can be looked into, made of layers in memory; no engine is asked."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import cache

import msgspec

from tests.tui.reading import Reader, keep_built, new_progress, seen
from tests.tui.recorded_course import course, hashes, recording
from tests.unit.image.archives import in_pieces, tar
from tests.unit.image.saved_images import older_archive
from walkthrough.engine.image_files_archive import read_image_files
from walkthrough.engine.image_files_columns import Node
from walkthrough.engine.image_files_content import FileContent, read_file_content
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.errors import WalkthroughError
from walkthrough.measure.results import VariantResult
from walkthrough.tui.app import WalkthroughApp
from walkthrough.tui.images import Told
from walkthrough.tui.recorded import PACES, RecordedServices
from walkthrough.tui.services import Services

SECRET = b"PORT=8088\nAPI_KEY=made-up-4f7c\n"
HOSTILE = {"[red]b.txt": b"m", "\x1b[2Jwipe": b"w", "new\nline": b"n"}
BASE = tar({"bin/busybox": b"b" * 50_000, "usr/local/go/bin/go": b"g" * 4_000_000})
COPIED = {
    "usr/src/app/.env": SECRET,
    "usr/src/app/main.go": b"package main\n\nfunc main() {}\n",
    "usr/src/app/out/old": b"\x7fELF" + bytes(700_000),
    "usr/src/app/products/a.json": b'{"name": "[bold]kettle[/bold]"}',
    "usr/src/app/large.txt": b"a line\n" * 100_000,
    **{f"usr/src/app/odd/{name}": text for name, text in HOSTILE.items()},
}
BUILT = tar(
    {
        "usr/src/app/product-catalog": b"p" * 1_500_000,
        "root/.cache/go-build/00/a-d": b"c" * 900_000,
        "usr/src/app/.wh.large.txt": b"",
    }
)
SIMPLE = [
    ("walkthrough prepare", BASE),
    ("WORKDIR /usr/src/app", tar({})),
    ("COPY . . # buildkit", tar(COPIED)),
    ("RUN /bin/sh -c go build -o product-catalog . # buildkit", BUILT),
]
MULTI_STAGE = [
    ("walkthrough prepare", tar({"bin/busybox": b"b" * 50_000})),
    ("WORKDIR /usr/src/app", tar({})),
    ("COPY products/ ./products/ # buildkit", tar({"usr/src/app/products/a.json": b"{}"})),
    (
        "COPY /usr/src/app/product-catalog ./ # buildkit",
        tar({"usr/src/app/product-catalog": b"p" * 1_500_000}),
    ),
]
LAYERS = {"simple": SIMPLE, "multi-stage": MULTI_STAGE, "ignored": MULTI_STAGE}


@cache
def archive_of(variant_id: str) -> bytes:
    """The variant's image as an engine saves it."""
    made_by, layers = zip(*LAYERS[variant_id], strict=True)
    return older_archive(layers, ["./product-catalog"], "/usr/src/app", made_by)


@cache
def facts_of(variant_id: str) -> ImageFacts:
    """What the variant's image weighs."""
    image = read_image_files(in_pieces(archive_of(variant_id)), f"sha256:{variant_id}")
    layers = tuple(
        LayerFacts(f"sha256:{variant_id}{layer.number}", made_by, layer.size_bytes, 10, layer.files)
        for layer, (made_by, _) in zip(image.layers, LAYERS[variant_id], strict=True)
    )
    return ImageFacts(f"sha256:{variant_id}", image.size_bytes, 1_000_000, True, layers)


def look_into(
    services: Services, story: Callable[[Reader], Awaitable[None]], size: tuple[int, int]
) -> None:
    """Open the app at this size and do what the story says."""
    app = WalkthroughApp(services)

    async def play() -> None:
        async with app.run_test(size=size, notifications=True):
            reader = Reader(app)
            await seen(reader, "7 lessons")
            await story(reader)

    asyncio.run(play())


class FakeImages:
    """Reads at once, or only when `let_go` is called; `problem` is raised instead.

    `newer` is the id of the image that has taken the place of the measured one.
    """

    why_none = ""

    def __init__(self) -> None:
        self.problem: WalkthroughError | None = None
        self.asked: list[str] = []
        self.newer = ""
        self.given_up = threading.Event()
        self._free = threading.Event()
        self._free.set()

    def hold(self) -> None:
        """Read on and on from now on."""
        self._free.clear()

    def let_go(self) -> None:
        """Come to an end."""
        self._free.set()

    def files(self, variant_id: str, image_id: str, on_progress: Told) -> ImageFiles:
        self.asked.append(variant_id)
        self._read(on_progress)
        pieces = in_pieces(archive_of(variant_id))
        return read_image_files(pieces, self.newer or image_id, on_progress)

    def content(self, image: ImageFiles, node: Node, on_progress: Told) -> FileContent:
        self._read(on_progress)
        variant_id = image.columns.image_id.removeprefix("sha256:")
        layer = image.columns.layers[node.layer].archive_path
        found = read_file_content(in_pieces(archive_of(variant_id)), layer, node.path, on_progress)
        assert found is not None
        return found

    def _read(self, on_progress: Told) -> None:
        if self.problem is not None:
            raise self.problem
        received = 0
        try:
            while not self._free.is_set():
                on_progress(received)
                received += 1_000_000
                time.sleep(0.01)
        except BaseException:
            self.given_up.set()
            raise


class LookedInto(RecordedServices):
    """The recorded course with images of which every file is known."""

    def __init__(self, pace: float = PACES[-1]) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())
        self.fake_images = FakeImages()
        self.images = self.fake_images
        for one in self.course.lessons[:2]:
            keep_built(self.progress, one.id)
        while self.pace() != pace:
            self.quicken()

    def results(self) -> Mapping[str, VariantResult]:
        return {
            name: msgspec.structs.replace(one, image=facts_of(name)) if name in LAYERS else one
            for name, one in super().results().items()
        }

"""A stand-in for an engine that saves one image; it may pack for as long as a test likes."""

import threading
from collections.abc import Iterator
from typing import Any

from tests.unit.image.archives import in_pieces


class SavingEngine:
    """What of a client is asked for an export. `packed` is set once the first byte may come."""

    def __init__(self, archive: bytes, *, packed: bool = True) -> None:
        self.archive = archive
        self.packed = threading.Event()
        self.closed = threading.Event()
        if packed:
            self.packed.set()

    def inspect_image(self, image: str) -> dict[str, Any]:
        return {"Id": image, "RootFS": {"Layers": ["sha256:unknown"]}}

    def _url(self, path: str, image: str) -> str:
        return path.format(image)

    def _get(self, url: str, **_options: object) -> "SavingEngine":
        assert url.endswith("/get")
        assert self.packed.wait(60)
        return self

    def _raise_for_status(self, response: "SavingEngine") -> None:
        assert response is self

    @property
    def raw(self) -> "SavingEngine":
        return self

    def stream(self, size: int, *, decode_content: bool) -> Iterator[bytes]:
        assert not decode_content
        return in_pieces(self.archive, size)

    def close(self) -> None:
        self.closed.set()

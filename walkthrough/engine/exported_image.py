"""What an image weighs, layer by layer, from the archive that `docker save` writes."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

from msgspec import Struct

from walkthrough.engine.compression import CompressedSize, Pieces
from walkthrough.engine.image_archive import ByteStream, members
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.engine.saved_image import WHITEOUT, ArchivedLayer, read_saved_image


class LayerSize(Struct, frozen=True):
    """What one layer of an archive weighs, not yet known as which layer of the image."""

    unpacked_bytes: int
    files: int
    download_bytes: int
    download_estimated: bool


def facts_of(image_id: str, pieces: Iterator[bytes]) -> ImageFacts:
    """The facts of an image, from its archive as it streams by. Raises BrokenArchiveError."""
    with ThreadPoolExecutor(1, thread_name_prefix="layer-compression") as executor:
        saved = read_saved_image(pieces, lambda layer: _layer_size(layer, executor))
    return summed(
        image_id,
        [
            LayerFacts(
                digest=layer.digest,
                created_by=layer.created_by,
                unpacked_bytes=layer.read.unpacked_bytes,
                download_bytes=layer.read.download_bytes,
                download_estimated=layer.read.download_estimated,
                files=layer.read.files,
            )
            for layer in saved.layers
        ],
    )


def summed(image_id: str, layers: Sequence[LayerFacts]) -> ImageFacts:
    """An image's facts from its layers'. A blob that serves as several layers downloads once."""
    blobs = {layer.digest: layer.download_bytes for layer in layers}
    return ImageFacts(
        image_id=image_id,
        unpacked_bytes=sum(layer.unpacked_bytes for layer in layers),
        download_bytes=sum(blobs.values()),
        download_estimated=any(layer.download_estimated for layer in layers),
        layers=tuple(layers),
    )


def _layer_size(layer: ArchivedLayer, executor: Executor) -> LayerSize:
    if layer.compression:
        total, files = _regular_files(layer.content)
        return LayerSize(total, files, layer.stored_bytes, download_estimated=False)
    download = CompressedSize(executor, layer.stored_bytes)
    total, files = _regular_files(_shown_to(download, layer.content))
    return LayerSize(total, files, download.result(), download_estimated=True)


def _regular_files(content: Pieces) -> tuple[int, int]:
    """The sum of a layer's regular files in bytes, and how many there are.

    A whiteout only says that a lower layer's file is gone: it is not one of the layer's files.
    """
    layer = ByteStream(content)
    total = files = 0
    for member in members(layer):
        if member.regular and not member.path.rpartition(b"/")[2].startswith(WHITEOUT):
            total += member.bytes
            files += 1
    for _ in layer.rest():
        pass
    return total, files


def _shown_to(download: CompressedSize, content: Pieces) -> Pieces:
    for piece in content:
        view = memoryview(piece)
        download.add(view)
        yield view

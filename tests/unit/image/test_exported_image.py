"""An exported image weighs the same in every layout in which engines export it."""

import gzip
import sys
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from tests.unit.image.archives import BINARY, configuration, in_pieces, manifest, member, tar
from walkthrough.engine.exported_image import facts_of
from walkthrough.engine.image_archive import BrokenArchiveError
from walkthrough.engine.model import ImageFacts, LayerFacts

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BASE = tar({"bin/busybox": BINARY, "etc/passwd": b"root"}, [member("tmp/", tarfile.DIRTYPE)])
BINARY_LAYER = tar({"app/binary": BINARY * 3})
EMPTY_LAYER = tar({})
LAYERS = [BASE, EMPTY_LAYER, BINARY_LAYER]
DIGESTS = ["sha256:base", "sha256:empty", "sha256:binary"]
HISTORY = [
    ("", False),
    ("WORKDIR /app", False),
    ("ENV PORT=8088", True),
    ("COPY binary ./ # buildkit", False),
    ('ENTRYPOINT ["./binary"]', True),
]
CONFIGURATION = configuration(DIGESTS, HISTORY)


def weigh(archive: bytes) -> ImageFacts:
    return facts_of("sha256:image", in_pieces(archive))


def older_layout() -> bytes:
    """As 20.10 exports: a folder a layer, the manifest last."""
    files = {"c0ffee.json": CONFIGURATION}
    for name, layer in zip(("f1", "a2", "d3"), LAYERS, strict=True):
        files |= {
            f"{name}/VERSION": b"1.0",
            f"{name}/json": b'{"id":"f1"}',
            f"{name}/layer.tar": layer,
        }
    layers = ["f1/layer.tar", "a2/layer.tar", "d3/layer.tar"]
    return tar(files | {"manifest.json": manifest("c0ffee.json", layers), "repositories": b"{}"})


def oci_layout(stored: Callable[[bytes], bytes]) -> bytes:
    """As 25 and later export: blobs by digest, among them an attestation's manifest."""
    names = [f"blobs/sha256/{number:064x}" for number in (7, 3, 5)]
    files = {
        "blobs/sha256/" + "c" * 64: CONFIGURATION,
        "blobs/sha256/" + "a" * 64: b'{"predicateType":"https://slsa.dev/provenance/v0.2"}',
        **{name: stored(layer) for name, layer in zip(names, LAYERS, strict=True)},
        "index.json": b'{"schemaVersion":2,"manifests":[]}',
        "manifest.json": manifest("blobs/sha256/" + "c" * 64, names),
        "oci-layout": b'{"imageLayoutVersion":"1.0.0"}',
    }
    return tar(files, [member("blobs/", tarfile.DIRTYPE)])


def test_layers_stand_in_the_images_order_with_the_lines_that_made_them() -> None:
    facts = weigh(older_layout())
    assert [
        (one.digest, one.created_by, one.unpacked_bytes, one.files) for one in facts.layers
    ] == [
        ("sha256:base", "", len(BINARY) + 4, 2),
        ("sha256:empty", "WORKDIR /app", 0, 0),
        ("sha256:binary", "COPY binary ./ # buildkit", 3 * len(BINARY), 1),
    ]
    assert facts.unpacked_bytes == 4 * len(BINARY) + 4
    assert facts.download_estimated
    assert 0 < facts.download_bytes < facts.unpacked_bytes


def test_every_layout_gives_the_same_unpacked_size() -> None:
    def essence(archive: bytes) -> list[tuple[str, str, int, int]]:
        return [
            (one.digest, one.created_by, one.unpacked_bytes, one.files)
            for one in weigh(archive).layers
        ]

    older = essence(older_layout())
    assert essence(oci_layout(bytes)) == older
    assert essence(oci_layout(gzip.compress)) == older
    assert essence(oci_layout(zstd.compress)) == older


@pytest.mark.parametrize("stored", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_where_the_engine_keeps_blobs_the_download_is_their_size(
    stored: Callable[[bytes], bytes],
) -> None:
    facts = weigh(oci_layout(stored))
    assert [one.download_bytes for one in facts.layers] == [len(stored(one)) for one in LAYERS]
    assert facts.download_bytes == sum(len(stored(one)) for one in LAYERS)
    assert not facts.download_estimated


def image_of(layers: dict[str, bytes], listed: list[str], *links: tarfile.TarInfo) -> bytes:
    config = configuration([f"sha256:{path}" for path in listed], [])
    files = {"config.json": config, "manifest.json": manifest("config.json", listed)}
    return tar(layers | files, links)


def test_a_removed_file_weighs_nothing_and_a_hard_link_counts_once() -> None:
    layer = tar(
        {"app/.wh.cache": b"", "app/.wh..wh..opq": b"", "app/tool": BINARY},
        [member("app/same", tarfile.LNKTYPE, "app/tool")],
    )
    (facts,) = weigh(image_of({"l/layer.tar": layer}, ["l/layer.tar"])).layers
    assert (facts.files, facts.unpacked_bytes) == (1, len(BINARY))


def test_a_layer_exported_as_a_link_to_its_like_has_its_size() -> None:
    link = member("b/layer.tar", tarfile.SYMTYPE, "../a/layer.tar")
    facts = weigh(image_of({"a/layer.tar": BASE}, ["a/layer.tar", "b/layer.tar"], link))
    assert [one.unpacked_bytes for one in facts.layers] == [len(BINARY) + 4] * 2


def test_a_blob_that_is_two_layers_is_downloaded_once() -> None:
    config = configuration(["sha256:same", "sha256:same"], [])
    listed = manifest("config.json", ["a/layer.tar", "a/layer.tar"])
    facts = weigh(tar({"a/layer.tar": BASE, "config.json": config, "manifest.json": listed}))
    assert facts.unpacked_bytes == 2 * (len(BINARY) + 4)
    assert facts.download_bytes == facts.layers[0].download_bytes


def test_a_layer_that_starts_with_a_bracket_is_a_layer() -> None:
    layer = tar({"[": BINARY})
    assert weigh(image_of({"l/layer.tar": layer}, ["l/layer.tar"])).unpacked_bytes == len(BINARY)


def test_lines_are_left_out_where_the_history_does_not_tell_them() -> None:
    facts = weigh(image_of({"l/layer.tar": BASE}, ["l/layer.tar"]))
    assert facts.layers == (
        LayerFacts(
            digest="sha256:l/layer.tar",
            created_by="",
            unpacked_bytes=len(BINARY) + 4,
            download_bytes=facts.download_bytes,
            files=2,
            download_estimated=True,
        ),
    )


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(tar({"readme": b"nothing"}), id="no manifest"),
        pytest.param(tar({"manifest.json": b"[]"}), id="no image"),
        pytest.param(tar({"manifest.json": b'[{"Config": 1}]'}), id="not a manifest"),
        pytest.param(image_of({}, ["l/layer.tar"]), id="a layer is missing"),
        pytest.param(
            tar(
                {
                    "l": BASE,
                    "config.json": configuration([], []),
                    "manifest.json": manifest("config.json", ["l"]),
                }
            ),
            id="a layer without a digest",
        ),
        pytest.param(older_layout()[: len(BASE)], id="breaks off"),
        pytest.param(b"<html>Bad gateway</html>" * 100, id="no archive"),
    ],
)
def test_what_is_not_an_images_archive_is_refused(archive: bytes) -> None:
    with pytest.raises(BrokenArchiveError):
        weigh(archive)


def large_image(layer_bytes: int) -> Iterator[bytes]:
    """An export whose layer is one file of that size, in the engine's small pieces."""
    file = tarfile.TarInfo("large")
    file.size = layer_bytes
    layer = tarfile.TarInfo("l/layer.tar")
    layer.size = 512 + layer_bytes + 1024
    yield layer.tobuf() + file.tobuf()
    piece = BINARY + bytes(32768 - len(BINARY))
    for _ in range(layer_bytes // len(piece)):
        yield piece
    yield bytes(1024)
    config = configuration(["sha256:large"], [])
    listed = manifest("config.json", ["l/layer.tar"])
    yield tar({"config.json": config, "manifest.json": listed})


def test_a_large_layer_is_never_held_in_memory() -> None:
    tracemalloc.start()
    try:
        facts = facts_of("sha256:image", large_image(128 << 20))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert facts.unpacked_bytes == 128 << 20
    assert peak < 8 << 20


def many_documents(count: int) -> Iterator[bytes]:
    """An archive of nothing but large JSON documents."""
    document = b"[" + bytes((4 << 20) - 1)
    for number in range(count):
        info = tarfile.TarInfo(f"{number}.json")
        info.size = len(document)
        yield info.tobuf()
        yield document
    yield bytes(1024)


def test_documents_without_end_are_never_all_held_in_memory() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(BrokenArchiveError):
            facts_of("sha256:image", many_documents(24))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 << 20

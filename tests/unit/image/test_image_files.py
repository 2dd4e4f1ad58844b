"""The files of an image, layer by layer: what a container sees, what is hidden, and how much."""

import tarfile
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.unit.image.archives import configuration, in_pieces, manifest, member, tar
from tests.unit.image.saved_images import IMAGE_ID, oci_archive, older_archive, saved
from walkthrough.engine import image_files_archive
from walkthrough.engine.image_archive import BrokenArchiveError
from walkthrough.engine.image_files_archive import read_image_files
from walkthrough.engine.image_files_columns import Kind, Node
from walkthrough.engine.image_files_index import ImageFiles

BASE = tar({"etc/passwd": b"root", "usr/bin/tool": b"t" * 500, "usr/bin/other": b"o" * 20})
APP = tar({"app/main.go": b"m" * 100, "app/docs/a.md": b"a" * 30, "app/docs/b.md": b"b" * 40})


def names(nodes: list[Node]) -> list[str]:
    return [node.path.decode() for node in nodes]


def hidden(image: ImageFiles, layer: int) -> dict[str, int]:
    """What a later layer hides of a layer's files, and which."""
    return {
        node.path.decode(): node.hidden_by
        for node in image.layers[layer].entries()
        if node.hidden_by is not None
    }


@pytest.mark.parametrize("archive_of", [older_archive, oci_archive])
def test_folders_have_the_sizes_of_all_that_lies_below(archive_of: object) -> None:
    assert callable(archive_of)
    image = read_image_files(in_pieces(archive_of([BASE, APP])), IMAGE_ID)
    found = {node.path: (node.size_bytes, node.files) for node in image.children(b"", None)}
    assert found == {b"usr/": (520, 2), b"app/": (170, 3), b"etc/": (4, 1)}
    assert names(image.children(b"usr/bin/", None)) == ["usr/bin/tool", "usr/bin/other"]
    assert [node.size_bytes for node in image.children(b"app/", 1)] == [100, 70]
    assert image.children(b"app/", 0) == []
    assert [layer.columns.created_by for layer in image.layers] == ["RUN line 0", "RUN line 1"]


def test_a_removed_file_is_hidden_and_still_weighs() -> None:
    image = saved(BASE, tar({"usr/bin/.wh.tool": b""}))
    assert hidden(image, 0) == {"usr/bin/tool": 1}
    assert image.size_bytes == 524
    assert sum(node.size_bytes for node in image.children(b"", None)) == 24
    assert names(image.children(b"usr/bin/", None)) == ["usr/bin/other"]
    gone = image.children(b"usr/bin/", 1)
    assert [(node.path, node.kind) for node in gone] == [(b"usr/bin/tool", Kind.GONE)]


def test_a_removed_folder_hides_all_that_lies_in_it() -> None:
    image = saved(BASE, APP, tar({".wh.app": b""}), tar({"app/new": b"n"}))
    assert set(hidden(image, 1).values()) == {2}
    assert len(hidden(image, 1)) == 3
    assert names(image.children(b"app/", None)) == ["app/new"]
    folder = image.children(b"", 1)[0]
    assert (folder.path, folder.hidden_by, folder.size_bytes) == (b"app/", 2, 170)


def test_an_emptied_folder_hides_what_lower_layers_have_in_it_and_not_its_own() -> None:
    emptied = tar({"app/docs/.wh..wh..opq": b"", "app/docs/c.md": b"c"})
    image = saved(APP, emptied)
    assert hidden(image, 0) == {"app/docs/a.md": 1, "app/docs/b.md": 1}
    assert names(image.children(b"app/docs/", None)) == ["app/docs/c.md"]
    assert image.children(b"app/", 1)[0].kind == Kind.EMPTIED


def test_a_replaced_file_is_hidden_by_the_next_layer_that_has_it() -> None:
    image = saved(BASE, tar({"etc/passwd": b"one"}), tar({"etc/passwd": b"two"}))
    assert hidden(image, 0) == {"etc/passwd": 1}
    assert hidden(image, 1) == {"etc/passwd": 2}
    assert hidden(image, 2) == {}
    seen = image.seen(b"etc/passwd")
    assert seen is not None and seen.layer == 2


def test_a_link_in_place_of_a_folder_hides_the_folder() -> None:
    link = member("app", tarfile.SYMTYPE, "/srv")
    image = saved(APP, tar({}, [link]))
    assert set(hidden(image, 0).values()) == {1}
    assert [node.kind for node in image.children(b"", None)] == [Kind.SYMLINK]


def test_a_folder_that_comes_again_hides_nothing() -> None:
    image = saved(BASE, tar({}, [member("usr/bin/", tarfile.DIRTYPE)]))
    assert hidden(image, 0) == {}


def test_links_and_devices_are_told_apart_and_weigh_nothing() -> None:
    others = [
        member("bin/sh", tarfile.SYMTYPE, "/bin/busybox"),
        member("bin/ash", tarfile.LNKTYPE, "bin/busybox"),
        member("dev/null", tarfile.CHRTYPE),
        member("run/pipe", tarfile.FIFOTYPE),
        member("empty", tarfile.DIRTYPE),
    ]
    image = saved(tar({"bin/busybox": b"b" * 9}, others))
    found = {node.path.decode(): node for node in image.layers[0].entries()}
    assert found["bin/sh"].link == b"/bin/busybox"
    assert found["bin/ash"].link == b"bin/busybox"
    assert {name: node.kind for name, node in found.items() if "/" in name} == {
        "bin/sh": Kind.SYMLINK,
        "bin/ash": Kind.HARD_LINK,
        "bin/busybox": Kind.FILE,
        "dev/null": Kind.DEVICE,
        "run/pipe": Kind.DEVICE,
        "empty/": Kind.FOLDER,
    }
    assert image.size_bytes == 9


def test_names_that_would_lead_astray_are_only_names() -> None:
    hostile = {
        "../../etc/shadow": b"1",
        "/absolute": b"2",
        "./a//b/./c": b"3",
        "new\nline": b"4",
        "\x1b[2Jwiped": b"5",
        "café": b"6",
        "a-b": b"7",
    }
    image = saved(tar(hostile))
    assert sorted(path.decode() for path in image.layers[0].paths) == sorted(
        ["../../etc/shadow", "absolute", "a/b/c", "new\nline", "\x1b[2Jwiped", "café", "a-b"]
    )
    assert names(image.children(b"a/", 0)) == ["a/b/"]
    assert image.size_bytes == 7


def test_a_path_with_thousands_of_folders_is_read() -> None:
    deep = "d/" * 2000 + "file"
    image = saved(tar({deep: b"x"}), tar({".wh.d": b""}))
    assert hidden(image, 0) == {deep: 1}


def test_the_later_one_of_two_at_the_same_path_counts() -> None:
    layer = tar({"first": b"1"})[:-10240] + tar({"first": b"22"})
    assert saved(layer).children(b"", 0)[0].size_bytes == 2


def test_the_program_that_the_image_starts_is_known() -> None:
    layer = tar({"app/server": b"s" * 50, "app/other": b"o"})
    image = saved(layer, entrypoint=["./server"], working_folder="/app")
    assert (image.columns.program, image.columns.working_folder) == (b"app/server", b"app/")
    assert saved(layer, entrypoint=["sh", "-c", "x"]).columns.program == b""
    assert saved(layer, entrypoint=["/app/gone"]).columns.program == b""


def test_a_file_is_found_by_a_part_of_its_path() -> None:
    layer = saved(tar({"a/One.txt": b"", "b/two.txt": b"", "c/none": b""})).layers[0]
    first = layer.find(b".TXT", None)
    assert first is not None and first.path == b"a/One.txt"
    second = layer.find(b".TXT", first.path)
    assert second is not None and second.path == b"b/two.txt"
    assert layer.find(b".TXT", second.path) is None
    assert layer.find(b"two.txtc/", None) is None


def test_what_is_too_much_is_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_files_archive, "MOST_FILES", 2)
    image = saved(tar({f"file-{number}": b"x" * 10 for number in range(5)}))
    assert len(image.layers[0].paths) == 2
    assert (image.layers[0].files, image.size_bytes) == (5, 50)


def test_a_path_beyond_all_systems_is_counted_and_not_listed() -> None:
    image = saved(tar({"x" * 5000: b"12345", "short": b"1"}))
    assert list(image.layers[0].paths) == [b"short"]
    assert image.size_bytes == 6


def test_progress_is_told_in_unpacked_bytes_and_can_end_the_reading() -> None:
    class EnoughError(Exception):
        pass

    told: list[int] = []
    read_image_files(in_pieces(oci_archive([BASE, APP])), IMAGE_ID, told.append)
    assert told == sorted(told)
    assert told[-1] == len(BASE) + len(APP)

    def stop(_count: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        read_image_files(in_pieces(oci_archive([BASE])), IMAGE_ID, stop)


@pytest.mark.parametrize(
    "archive",
    [
        b"no archive at all" * 100,
        tar({"other": b"{}"}),
        tar({"c": configuration(["a"], []), "manifest.json": manifest("c", ["missing"])}),
        tar({"c": configuration([], []), "l": BASE, "manifest.json": manifest("c", ["l"])}),
        older_archive([BASE])[:3000],
    ],
)
def test_what_is_no_image_is_refused(archive: bytes) -> None:
    with pytest.raises(BrokenArchiveError):
        read_image_files(in_pieces(archive), IMAGE_ID)


def test_a_file_that_claims_more_than_any_disk_has_does_no_harm() -> None:
    huge = tarfile.TarInfo("huge")
    huge.size = 1 << 70
    layer = huge.tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(BrokenArchiveError):
        saved(layer)


def test_sparse_files_that_claim_more_than_a_number_holds_are_counted_as_huge() -> None:
    claims = [member(f"file-{number}") for number in range(3)]
    for one in claims:
        one.pax_headers = {"GNU.sparse.size": "9" * 30}
    assert saved(tar({}, claims)).size_bytes == 3 << 44


def test_25_000_files_need_less_than_10_megabytes() -> None:
    layer = _many_files(25_000)
    archive = older_archive([layer, tar({"srv/.wh.data": b""})])
    del layer
    tracemalloc.start()
    try:
        image = read_image_files(in_pieces(archive), IMAGE_ID)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert image.layers[0].files == 25_000
    assert len(hidden(image, 0)) == 25_000
    assert peak < 10e6
    assert kept < 4e6


def _many_files(count: int) -> bytes:
    """A layer of empty files with names of usual lengths, quicker than tarfile writes it."""
    template = bytearray(tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT))

    def headers() -> Iterator[bytes]:
        for number in range(count):
            name = f"srv/data/folder-{number // 250:04d}/some-package-name/file-{number:07d}.txt"
            template[:100] = name.encode().ljust(100, b"\0")
            template[148:156] = b" " * 8
            template[148:156] = b"%06o\0 " % sum(template)
            yield bytes(template)

    return b"".join([*headers(), bytes(10240)])

"""Which cache mounts a build may leave, and how they are remembered until they are removed."""

from pathlib import Path

import pytest

from walkthrough.course.dockerfile import parse
from walkthrough.engine.cache_mounts import (
    FILE,
    cache_mount_ids,
    forget_cache_mounts,
    remember_cache_mounts,
    remembered_cache_mounts,
)


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ("--mount=type=cache,target=/go/pkg/mod", ("/go/pkg/mod",)),
        ("--mount=target=/root/.cache/go-build,type=cache", ("/root/.cache/go-build",)),
        ("--mount=type=cache,id=mods,target=/go/pkg/mod,sharing=locked", ("mods",)),
        ("--mount=type=cache,dst=/a --mount=type=cache,destination=/b/", ("/a", "/b")),
        ("--mount=type=cache,target=/a --mount=type=cache,target=/a", ("/a",)),
        ("--mount=type=bind,target=/src --mount=target=.", ()),
        ("", ()),
    ],
)
def test_cache_mounts_are_known_by_id_or_target(mounts: str, expected: tuple[str, ...]) -> None:
    assert cache_mount_ids(parse(f"FROM scratch\nRUN {mounts} go build\n")) == expected


CACHING = parse("FROM a\nRUN --mount=type=cache,target=/x true\n")


def test_what_was_remembered_is_there_until_it_is_forgotten(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path, "engine-1", "walkthrough-a", CACHING)
    remember_cache_mounts(tmp_path, "engine-1", "walkthrough-b", CACHING)
    remember_cache_mounts(tmp_path, "engine-2", "walkthrough-c", CACHING)
    first = remembered_cache_mounts(tmp_path, "engine-1")
    assert [one.namespace for one in first] == ["walkthrough-a", "walkthrough-b"]
    forget_cache_mounts(tmp_path, first[:1])
    assert remembered_cache_mounts(tmp_path, "engine-1") == first[1:]
    assert len(remembered_cache_mounts(tmp_path, "engine-2")) == 1


def test_a_build_without_cache_mounts_is_not_noted(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path / "new", "engine", "walkthrough-a", parse("FROM a\nRUN true\n"))
    assert not (tmp_path / "new").exists()
    assert remembered_cache_mounts(tmp_path / "new", "engine") == ()


def test_a_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path, "engine", "walkthrough-a", CACHING)
    with (tmp_path / FILE).open("ab") as stream:
        stream.write(b'{"engine_id":"engi\n')
    remember_cache_mounts(tmp_path, "engine", "walkthrough-b", CACHING)
    names = [one.namespace for one in remembered_cache_mounts(tmp_path, "engine")]
    assert names == ["walkthrough-a", "walkthrough-b"]

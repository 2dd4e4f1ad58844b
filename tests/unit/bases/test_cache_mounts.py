"""Which cache mounts a build may leave, and how they are remembered until they are removed."""

from pathlib import Path

import docker
import pytest

from tests.unit.engine_find.fake_engine import fake_engine
from walkthrough.course.dockerfile import parse
from walkthrough.engine.cache_mounts import (
    FILE,
    CacheNamespace,
    cache_mount_ids,
    cache_mount_targets,
    forget_cache_mounts,
    named_records,
    remember_cache_mounts,
    remembered_cache_mounts,
    remove_namespace,
)
from walkthrough.engine.naming import is_own_cache_namespace, new_cache_namespace


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


def test_a_cache_mount_with_an_id_has_a_target_all_the_same() -> None:
    mounts = "--mount=type=cache,id=mods,target=/go/pkg/mod/ --mount=type=cache,dst=/x"
    assert cache_mount_targets(parse(f"FROM scratch\nRUN {mounts} go build\n")) == (
        "/go/pkg/mod",
        "/x",
    )


OWN_A, OWN_B, OWN_C = (f"walkthrough-{letter * 16}" for letter in "abc")
CACHING = parse("FROM a\nRUN --mount=type=cache,target=/x true\n")


def test_what_was_remembered_is_there_until_it_is_forgotten(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path, "engine-1", OWN_A, CACHING)
    remember_cache_mounts(tmp_path, "engine-1", OWN_B, CACHING)
    remember_cache_mounts(tmp_path, "engine-2", OWN_C, CACHING)
    first = remembered_cache_mounts(tmp_path, "engine-1")
    assert [one.namespace for one in first] == [OWN_A, OWN_B]
    forget_cache_mounts(tmp_path, first[:1])
    assert remembered_cache_mounts(tmp_path, "engine-1") == first[1:]
    assert len(remembered_cache_mounts(tmp_path, "engine-2")) == 1


def test_a_build_without_cache_mounts_is_not_noted(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path / "new", "engine", OWN_A, parse("FROM a\nRUN true\n"))
    assert not (tmp_path / "new").exists()
    assert remembered_cache_mounts(tmp_path / "new", "engine") == ()


def test_a_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    remember_cache_mounts(tmp_path, "engine", OWN_A, CACHING)
    with (tmp_path / FILE).open("ab") as stream:
        stream.write(b'{"engine_id":"engi\n')
    remember_cache_mounts(tmp_path, "engine", OWN_B, CACHING)
    names = [one.namespace for one in remembered_cache_mounts(tmp_path, "engine")]
    assert names == [OWN_A, OWN_B]


@pytest.mark.parametrize(
    "namespace",
    ["theirs", "walkthrough-of-the-house", f"{OWN_A}a", f"{OWN_A}/b", OWN_A.upper(), ""],
)
def test_a_namespace_that_only_looks_like_ours_is_neither_removed_nor_remembered(
    tmp_path: Path, namespace: str
) -> None:
    client = docker.APIClient(f"unix://{tmp_path}/nobody.sock", version="1.41")
    with pytest.raises(ValueError, match="not a namespace of ours"):
        remove_namespace(client, CacheNamespace("", namespace, ("/go/pkg/mod",)))
    client.close()
    remember_cache_mounts(tmp_path, "engine", namespace, CACHING)
    assert remembered_cache_mounts(tmp_path, "engine") == ()


def test_a_new_namespace_is_ours_and_never_the_same() -> None:
    first, second = new_cache_namespace(), new_cache_namespace()
    assert first != second
    assert is_own_cache_namespace(first)


def test_of_the_cache_mounts_that_an_engine_names_only_ours_are_found(tmp_path: Path) -> None:
    ours, prefix_only = f"{OWN_A}//go/pkg/mod", "walkthrough-of-the-house//go/pkg/mod"
    records = [
        {"ID": name, "Type": kind, "Description": f'mount /go from exec x with id "{name}"'}
        for name, kind in (
            (ours, "exec.cachemount"),
            (prefix_only, "exec.cachemount"),
            (f"{OWN_B}0//x", "exec.cachemount"),
            (f"{OWN_C}//x", "regular"),
        )
    ]
    answers = {"df?type=build-cache": {"BuildCache": records}}
    with fake_engine(tmp_path / "s", answers) as host:
        client = docker.APIClient(host, version="1.44")
        assert [record.id for record in named_records(client)] == [ours]
        client.close()

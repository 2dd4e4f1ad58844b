"""Cleaning up beside somebody else's images, containers, names and caches: theirs stay."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest
from click.testing import CliRunner
from docker.errors import NotFound

from tests.engine.small_images import import_image
from tests.engine.throwaway import build, load_image, read_file, remove_image
from walkthrough.app_context import sample_app
from walkthrough.cli.clean import command
from walkthrough.course.dockerfile import parse
from walkthrough.course.load import load_course
from walkthrough.engine.cache_mounts import (
    CacheNamespace,
    remember_cache_mounts,
    remembered_cache_mounts,
    remove_namespace,
)
from walkthrough.engine.cleanup import (
    Leftovers,
    OwnImage,
    find_leftovers,
    find_others,
    remove_leftovers,
)
from walkthrough.engine.derived import derive
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import image_id_of, remove_own_name
from walkthrough.engine.killed_sessions import remove_left_by
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import (
    BASE_LABEL,
    BASES_SESSION,
    CACHE_NAMESPACE_PREFIX,
    CONTAINER_LABEL,
    SESSION_LABEL,
    new_cache_namespace,
)
from walkthrough.home import home_id, work_lock
from walkthrough.measure.series import Series
from walkthrough.workspace.layout import lay_out


class Names:
    """Names that no other test has."""

    def __init__(self) -> None:
        self.nonce = secrets.token_hex(8)

    def own(self, name: str = "lesson") -> str:
        return f"walkthrough.local/test-{self.nonce}-{name}:latest"

    def session(self, home: Path) -> str:
        """A session of this data folder's."""
        return f"{home_id(home)}-{self.nonce}"

    def foreign(self, name: str) -> str:
        return f"foreign-{self.nonce}:{name}"


@pytest.fixture
def carried_made_once() -> None:
    """Here what repositories carry is made in the data folder, and removed."""


@pytest.fixture
def names(engine: Engine) -> Iterator[Names]:
    """Fresh names; whatever has one of them at the end is removed."""
    one = Names()
    yield one
    daemon: Any = engine.client
    for container in daemon.containers(all=True):
        if any(one.nonce in name for name in container["Names"]):
            daemon.remove_container(container["Id"], force=True)
    for image in daemon.images():
        for name in image.get("RepoTags") or []:
            if one.nonce in name:
                remove_image(engine.client, name)
        if any(one.nonce in value for value in (image.get("Labels") or {}).values()):
            remove_image(engine.client, image["Id"])


def own_part(leftovers: Leftovers, names: Names, untagged: str = "") -> Leftovers:
    """What this test made, of all that is found: an engine may hold other tests' images."""
    return Leftovers(
        containers=tuple(one for one in leftovers.containers if names.nonce in one.name),
        images=tuple(
            one for one in leftovers.images if names.nonce in one.name or one.name == untagged
        ),
        namespaces=leftovers.namespaces,
        records=tuple(one for one in leftovers.records if names.nonce in one.description),
        workspaces=leftovers.workspaces,
    )


def image_names(leftovers: Leftovers) -> set[str]:
    return {one.name for one in leftovers.images}


def test_own_images_containers_and_workspaces_go(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    replaced = load_image(client, names.own(), b"old", {SESSION_LABEL: names.session(tmp_path)})
    load_image(client, names.own(), b"new", {SESSION_LABEL: names.session(tmp_path)})
    container = daemon.create_container(
        names.own(), ["/none"], name=f"test-{names.nonce}", labels={CONTAINER_LABEL: "test"}
    )["Id"]
    (tmp_path / "workspaces" / "simple-1" / "app").mkdir(parents=True)
    found = own_part(find_leftovers(client, tmp_path), names, replaced)
    assert image_names(found) == {names.own(), replaced}
    assert [one.id for one in found.containers] == [container]
    assert [one.name for one in found.workspaces] == ["simple-1"]
    assert list(remove_leftovers(client, tmp_path, found)) == []
    assert not own_part(find_leftovers(client, tmp_path), names, replaced)
    assert image_id_of(client, names.own()) is None
    assert image_id_of(client, replaced) is None
    with pytest.raises(NotFound):
        daemon.inspect_container(container)


def test_a_service_that_a_killed_copy_left_running_goes_with_its_volume(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    import_image(client, f"{names.nonce}-service", {}, '["sleep", "500"]')
    image = names.own("service")
    container = daemon.create_container(
        image,
        name=f"test-{names.nonce}",
        volumes=["/data"],
        labels={CONTAINER_LABEL: "test", SESSION_LABEL: names.session(tmp_path)},
        host_config=daemon.create_host_config(network_mode="none"),
    )["Id"]
    daemon.start(container)
    (volume,) = (mount["Name"] for mount in daemon.inspect_container(container)["Mounts"])
    found = own_part(find_leftovers(client, tmp_path), names)
    image_too = found.with_others(own_part(find_others(client, tmp_path), names))
    assert list(remove_leftovers(client, tmp_path, image_too)) == []
    assert image_id_of(client, image) is None
    with pytest.raises(NotFound):
        daemon.inspect_container(container)
    with pytest.raises(NotFound):
        daemon.inspect_volume(volume)


def test_foreign_images_and_names_are_there_afterwards_byte_for_byte(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    own = load_image(client, names.own(), b"of a lesson", {SESSION_LABEL: names.session(tmp_path)})
    load_image(client, names.foreign("plain"), b"plain")
    load_image(client, names.foreign("alike"), b"alike", {f"{SESSION_LABEL}.mine": names.nonce})
    unlabelled = names.own("no-label-of-ours")
    load_image(client, unlabelled, b"unlabelled")
    shared = f"FROM {names.own()}\nCOPY Dockerfile /added\n"
    assert build(client, shared, t=names.foreign("shared")) is None
    daemon.tag(own, f"foreign-{names.nonce}", "second-name")
    untagged = load_image(client, names.foreign("moved"), b"1", {"walkthrough.sessions": "x"})
    load_image(client, names.foreign("moved"), b"2")
    expected = {
        names.foreign("plain"): b"plain",
        names.foreign("alike"): b"alike",
        unlabelled: b"unlabelled",
        names.foreign("shared"): b"of a lesson",
        names.foreign("second-name"): b"of a lesson",
        names.foreign("moved"): b"2",
        untagged: b"1",
    }
    before = {name: image_id_of(client, name) for name in expected}
    found = find_leftovers(client, tmp_path, bases=True)
    assert image_names(found) & expected.keys() == set()
    assert list(remove_leftovers(client, tmp_path, own_part(found, names))) == []
    assert image_id_of(client, names.own()) is None
    assert {name: image_id_of(client, name) for name in expected} == before
    assert {name: read_file(client, name, "/content") for name in expected} == expected
    remove_image(client, untagged)


def test_what_another_data_folder_made_is_listed_apart_and_stays(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    load_image(client, names.own("mine"), b"m", {SESSION_LABEL: names.session(here)})
    load_image(client, names.own("theirs"), b"t", {SESSION_LABEL: names.session(elsewhere)})
    container = daemon.create_container(
        names.own("theirs"),
        ["/none"],
        name=f"test-{names.nonce}",
        labels={CONTAINER_LABEL: "run"},
    )["Id"]
    own = own_part(find_leftovers(client, here), names)
    others = own_part(find_others(client, here), names)
    assert (image_names(own), own.containers) == ({names.own("mine")}, ())
    assert (image_names(others), [one.id for one in others.containers]) == (
        {names.own("theirs")},
        [container],
    )
    assert list(remove_leftovers(client, here, own)) == []
    assert image_id_of(client, names.own("mine")) is None
    assert image_id_of(client, names.own("theirs"))
    assert list(remove_leftovers(client, here, own.with_others(others))) == []
    assert image_id_of(client, names.own("theirs")) is None


@pytest.mark.parametrize("name", ["workspaces/exercise-simple-build-1", "carried"])
def test_a_folder_that_is_worked_in_stays(
    client: docker.APIClient, names: Names, tmp_path: Path, name: str
) -> None:
    busy = tmp_path / name
    busy.mkdir(parents=True)
    listed = own_part(find_leftovers(client, tmp_path), names)
    assert [one.path for one in listed.workspaces] == [busy]
    with work_lock(busy):
        assert find_leftovers(client, tmp_path).workspaces == ()
        (told,) = remove_leftovers(client, tmp_path, listed)
        assert told.endswith("stays: another walkthrough works in it")
        assert busy.is_dir()
    assert list(remove_leftovers(client, tmp_path, listed)) == []
    assert list(busy.parent.glob(f"{busy.name}*")) == []


def test_a_container_that_the_user_started_from_our_image_stays_with_the_image(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    plain = names.own("plain")
    load_image(client, plain, b"y", {SESSION_LABEL: names.session(tmp_path)})
    container = daemon.create_container(plain, ["/none"], name=f"theirs-{names.nonce}")["Id"]
    session = names.session(tmp_path)
    found = own_part(find_leftovers(client, tmp_path), names)
    assert found.containers == ()
    stayed = list(remove_leftovers(client, tmp_path, found))
    assert len(stayed) == 1
    assert plain in stayed[0]
    assert daemon.inspect_container(container)["Config"]["Labels"][SESSION_LABEL] == session
    assert image_id_of(client, plain)


def test_what_a_killed_session_left_goes_but_no_container_of_the_users(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    daemon: Any = client
    plain, session = names.own("plain"), names.session(tmp_path)
    load_image(client, plain, b"z", {SESSION_LABEL: session})
    theirs = daemon.create_container(plain, ["/none"], name=f"theirs-{names.nonce}")["Id"]
    own = {SESSION_LABEL: session, CONTAINER_LABEL: "run"}
    ours = daemon.create_container(plain, ["/none"], name=f"ours-{names.nonce}", labels=own)["Id"]
    remove_left_by(client, session)
    left = {one["Id"] for one in daemon.containers(all=True)}
    assert theirs in left
    assert ours not in left
    assert image_id_of(client, plain)


def test_a_container_that_the_user_started_from_a_derived_base_stays(
    engine: Engine, names: Names, tmp_path: Path
) -> None:
    daemon: Any = engine.client
    load_image(engine.client, names.foreign("real"), b"real")
    base = derive(engine, f"test-{names.nonce}:derived", names.foreign("real"), "", b"bundle")
    container = daemon.create_container(base, ["/none"], name=f"theirs-{names.nonce}")["Id"]
    found = own_part(find_leftovers(engine.client, tmp_path, bases=True), names)
    assert found.containers == ()
    assert image_names(found) == {base}
    assert len(list(remove_leftovers(engine.client, tmp_path, found))) == 1
    assert daemon.inspect_container(container)["Id"] == container


def test_a_replaced_base_leaves_the_users_unnamed_image_it_was_made_from(
    engine: Engine, names: Names
) -> None:
    daemon: Any = engine.client
    reference, real = f"test-{names.nonce}:derived", names.foreign("real")
    first = load_image(engine.client, real, b"first")
    base = derive(engine, reference, real, "", b"bundle")
    replaced = image_id_of(engine.client, base)
    load_image(engine.client, real, b"pulled again")
    assert not daemon.inspect_image(first)["RepoTags"]
    assert derive(engine, reference, real, "", b"bundle") == base
    assert replaced is not None
    assert image_id_of(engine.client, replaced) is None
    assert image_id_of(engine.client, first) == first
    last = daemon.inspect_image(real)["Id"]
    remove_image(engine.client, real)
    remove_own_name(engine.client, base)
    assert image_id_of(engine.client, last) == last
    for unnamed in (first, last):
        remove_image(engine.client, unnamed)


def test_bases_go_only_when_asked_for(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    base = names.own("base")
    load_image(client, base, b"base", {SESSION_LABEL: BASES_SESSION, BASE_LABEL: base})
    lesson = (
        f"FROM {base}\nLABEL {SESSION_LABEL}={names.session(tmp_path)}\nCOPY Dockerfile /added\n"
    )
    assert build(client, lesson, t=names.own()) is None
    by_user = load_image(client, names.foreign("own"), b"u", {SESSION_LABEL: BASES_SESSION})
    without = own_part(find_leftovers(client, tmp_path), names)
    assert image_names(without) == {names.own()}
    with_bases = own_part(find_leftovers(client, tmp_path, bases=True), names)
    assert image_names(with_bases) == {names.own(), base}
    assert list(remove_leftovers(client, tmp_path, with_bases)) == []
    assert image_id_of(client, base) is None
    assert image_id_of(client, names.foreign("own")) == by_user


def test_an_image_that_got_a_name_after_it_was_listed_stays(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    image = load_image(
        client, names.foreign("named"), b"n", {SESSION_LABEL: names.session(tmp_path)}
    )
    listed = Leftovers(images=(OwnImage(image, 1),))
    stayed = list(remove_leftovers(client, tmp_path, listed))
    assert len(stayed) == 1
    assert image_id_of(client, names.foreign("named")) == image


@pytest.fixture
def alpine(bases: tuple[BaseUsed, ...]) -> str:
    used = next(base for base in bases if base.reference.startswith("alpine"))
    return used.resolved or used.reference


def drop_mount(client: docker.APIClient, mount_id: str, namespace: str) -> None:
    mount = f"RUN --mount=type=cache,id={mount_id},target=/c true\n"
    assert build(client, f"FROM scratch\nCOPY none /\n{mount}", namespace, nocache="1")


def write(base: str, mount_id: str, value: str) -> str:
    return (
        f"FROM {base}\n"
        f"RUN --mount=type=cache,id={mount_id},target=/c echo {value} > /c/file # {value}\n"
    )


def holds(base: str, mount_id: str, value: str) -> str:
    """A Dockerfile that builds only where the mount's file holds this value and nothing more."""
    return (
        f"FROM {base}\n"
        f"RUN --mount=type=cache,id={mount_id},target=/c "
        f'test "$(cat /c/*)" = {value} # {secrets.token_hex(4)}\n'
    )


def is_empty(base: str, mount_id: str) -> str:
    return (
        f"FROM {base}\n"
        f"RUN --mount=type=cache,id={mount_id},target=/c "
        f'test -z "$(ls -A /c)" # {secrets.token_hex(4)}\n'
    )


def test_own_cache_mounts_go_and_foreign_ones_keep_their_files(
    client: docker.APIClient, names: Names, tmp_path: Path, alpine: str
) -> None:
    daemon: Any = client
    engine_id = daemon.info()["ID"]
    first, second = f"/test-{names.nonce}/mod", f"/test-{names.nonce}/build"
    own = f"{CACHE_NAMESPACE_PREFIX}{names.nonce}"
    foreign = f"foreign-{names.nonce}"
    for namespace in (own, foreign, ""):
        for mount_id in (first, second):
            value = f"{namespace}x{mount_id}"
            dockerfile = write(alpine, mount_id, value)
            if namespace == own:
                remember_cache_mounts(tmp_path, engine_id, own, parse(dockerfile))
            assert build(client, dockerfile, namespace) is None
            assert build(client, holds(alpine, mount_id, value), namespace) is None
    found = own_part(find_leftovers(client, tmp_path), names)
    assert {mount for one in found.namespaces for mount in one.mount_ids} == {first, second}
    assert list(remove_leftovers(client, tmp_path, Leftovers(namespaces=found.namespaces))) == []
    assert remembered_cache_mounts(tmp_path, engine_id) == ()
    for mount_id in (first, second):
        assert build(client, is_empty(alpine, mount_id), own) is None
        for namespace in (foreign, ""):
            value = f"{namespace}x{mount_id}"
            assert build(client, holds(alpine, mount_id, value), namespace) is None
    for namespace in (own, foreign, ""):
        for mount_id in (first, second):
            drop_mount(client, mount_id, namespace)


def test_an_own_namespace_leaves_no_record_in_the_build_cache(
    client: docker.APIClient, names: Names, alpine: str
) -> None:
    mount_id = f"/test-{names.nonce}"
    one = CacheNamespace("", f"{CACHE_NAMESPACE_PREFIX}{names.nonce}", (mount_id,))
    value = f"marked-{names.nonce}"
    assert build(client, write(alpine, mount_id, value), one.namespace) is None
    assert mounts_marked(client, value) == 1
    remove_namespace(client, one)
    assert mounts_marked(client, value) == 0


def mounts_marked(client: docker.APIClient, value: str) -> int:
    """How many cache mounts were first used by a step with this text."""
    daemon: Any = client
    records = daemon.df()["BuildCache"] or []
    return sum(
        record["Type"] == "exec.cachemount" and value in record["Description"] for record in records
    )


def test_a_namespace_of_somebody_else_is_refused(client: docker.APIClient) -> None:
    with pytest.raises(ValueError, match="not a namespace of ours"):
        remove_namespace(client, CacheNamespace("", "theirs", ("/go/pkg/mod",)))


def test_a_dry_run_lists_and_a_no_keeps_everything(
    client: docker.APIClient, names: Names, tmp_path: Path
) -> None:
    load_image(client, names.own(), b"x", {SESSION_LABEL: names.session(tmp_path)})
    (tmp_path / "workspaces" / "left").mkdir(parents=True)
    listed = clean(tmp_path, "--dry-run")
    assert listed.returncode == 0
    assert names.own() in listed.stdout
    assert "Nothing was removed" in listed.stdout
    refused = clean(tmp_path, answer="n\n")
    assert (refused.returncode, refused.stdout.splitlines()[-1]) == (
        0,
        "Remove all this? [y/N]: Nothing was removed.",
    )
    assert image_id_of(client, names.own())
    assert (tmp_path / "workspaces" / "left").is_dir()


def test_a_yes_removes_what_was_listed(
    client: docker.APIClient, names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_image(client, names.own(), b"x", {SESSION_LABEL: names.session(tmp_path)})
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    monkeypatch.setattr(
        "walkthrough.cli.clean.find_leftovers",
        lambda client, home, bases: own_part(find_leftovers(client, home, bases), names),
    )
    monkeypatch.setattr("walkthrough.cli.clean.find_others", lambda *_: Leftovers())
    first = CliRunner().invoke(command, [], input="y\n")
    assert "Done." in first.output
    assert image_id_of(client, names.own()) is None
    second = CliRunner().invoke(command, ["--yes"])
    assert "There is nothing of your walkthrough's" in second.output


def test_after_a_run_one_clean_leaves_nothing_for_a_second(
    client: docker.APIClient, names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    killed = tmp_path / "workspaces" / "multi-stage-1"
    lay_out(load_course().variants["multi-stage"], sample_app(), killed)
    with work_lock(killed):
        pass
    namespace = new_cache_namespace()
    engine_id = str(client.info()["ID"])
    caching = parse("FROM scratch\nRUN --mount=type=cache,target=/x true\n")
    remember_cache_mounts(tmp_path, engine_id, namespace, caching)
    load_image(client, names.own(), b"x", {SESSION_LABEL: names.session(tmp_path)})
    monkeypatch.setattr(
        "walkthrough.cli.clean.find_leftovers",
        lambda client, home, bases: own_part(find_leftovers(client, home, bases), names),
    )
    monkeypatch.setattr("walkthrough.cli.clean.find_others", lambda *_: Leftovers())
    first = CliRunner().invoke(command, ["--yes"])
    assert (first.exit_code, first.stdout.splitlines()[-1]) == (0, "Done.")
    second = CliRunner().invoke(command, ["--yes"])
    assert second.exit_code == 0
    assert second.stdout.startswith("There is nothing of your walkthrough's")
    assert list(tmp_path.glob("carried*")) == []
    assert list((tmp_path / "workspaces").iterdir()) == []


def test_the_workspace_of_a_series_is_left_alone_until_it_is_removed(
    client: docker.APIClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    simple = load_course().variants["simple"]
    series = Series(simple, sample_app(), tmp_path / "workspaces")
    assert [one.name for one in find_leftovers(client, tmp_path).workspaces] == ["carried"]
    series.remove()
    assert list((tmp_path / "workspaces").iterdir()) == []


def clean(home: Path, *options: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "walkthrough", "clean", *options],
        input=answer,
        capture_output=True,
        text=True,
        env=os.environ | {"WALKTHROUGH_HOME": str(home)},
        timeout=60,
        check=False,
    )

"""The build context is the same archive for the same files, and holds what docker would send."""

import os
import shutil
import socket
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.workspace.trees import (
    DOCKERFILE,
    archive_of,
    contents,
    make_tree,
    members,
    tiny_app,
    variant,
)
from walkthrough.course.model import Edit
from walkthrough.errors import BadInputError
from walkthrough.workspace import archive
from walkthrough.workspace.context import Context
from walkthrough.workspace.edit import apply_edit
from walkthrough.workspace.layout import lay_out
from walkthrough.workspace.model import FileSize

MIB = 1024 * 1024
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def test_the_dockerfile_comes_first_with_the_text_that_is_asked_for(tmp_path: Path) -> None:
    make_tree(tmp_path, [".env", "Dockerfile", "a"])

    sent = archive_of(tmp_path)

    assert list(members(sent)) == ["Dockerfile", ".env", "a"]
    assert contents(sent, "Dockerfile").decode() == DOCKERFILE
    assert (tmp_path / "Dockerfile").read_text(encoding="utf-8") == "Dockerfile"


def test_the_first_header_is_one_that_an_engine_takes_for_an_archive(tmp_path: Path) -> None:
    make_tree(tmp_path, [f"{'a' * 200}.txt"])

    head = archive_of(tmp_path)[:512]

    assert head[:11] == b"Dockerfile\0"
    assert head[156:157] == tarfile.REGTYPE
    assert head[257:265] == b"ustar  \0"


def test_an_ignored_dockerfile_is_sent_all_the_same(tmp_path: Path) -> None:
    make_tree(tmp_path, ["build/app.Dockerfile", "build/notes", "main.go"])
    (tmp_path / ".dockerignore").write_text("build\n.dockerignore\n", encoding="utf-8")

    sent = archive_of(tmp_path, "build/app.Dockerfile")

    assert list(members(sent)) == ["build/app.Dockerfile", "main.go"]


def test_a_dockerfile_that_is_not_on_disk_is_sent_as_well(tmp_path: Path) -> None:
    assert list(members(archive_of(tmp_path, "./app.Dockerfile"))) == ["app.Dockerfile"]


def test_a_dockerfile_whose_name_does_not_fit_the_first_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="name is too long"):
        Context(tmp_path, f"{'deep/' * 20}Dockerfile", DOCKERFILE)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="There is no folder"):
        Context(tmp_path / "nowhere", "Dockerfile", DOCKERFILE)


def test_a_copy_made_at_another_time_in_another_order_is_the_same_archive(tmp_path: Path) -> None:
    names = ["b/x", "a/z", "a/y", "c", "empty/", "B", "a.txt"]
    make_tree(tmp_path / "one", names)
    make_tree(tmp_path / "other", names[::-1])
    for file in (tmp_path / "other").rglob("*"):
        os.utime(file, (1, 1))
        file.chmod(0o700 if file.is_dir() else 0o600)

    assert archive_of(tmp_path / "one") == archive_of(tmp_path / "other")


def test_folders_come_before_what_is_in_them_and_names_in_order(tmp_path: Path) -> None:
    make_tree(tmp_path, ["b/x", "a/z", "a/y", "c", "empty/", "B", "a.txt"])

    assert list(members(archive_of(tmp_path))) == (
        ["Dockerfile", "B", "a", "a/y", "a/z", "a.txt", "b", "b/x", "c", "empty"]
    )


def test_dates_and_owners_are_left_out(tmp_path: Path) -> None:
    make_tree(tmp_path, ["a/b", "link -> a"])

    for member in members(archive_of(tmp_path)).values():
        assert (member.mtime, member.uid, member.gid, member.uname) == (0, 0, 0, "")


@posix_only
def test_programs_stay_executable(tmp_path: Path) -> None:
    make_tree(tmp_path, ["run.sh", "main.go", "folder/"])
    (tmp_path / "run.sh").chmod(0o700)

    modes = {name: member.mode for name, member in members(archive_of(tmp_path)).items()}

    assert modes == {"Dockerfile": 0o644, "run.sh": 0o755, "main.go": 0o644, "folder": 0o755}


@posix_only
def test_links_are_sent_as_links_and_not_followed(tmp_path: Path) -> None:
    make_tree(tmp_path, ["real/file", "alias -> real", "dangling -> nowhere", "up -> ../.."])

    sent = members(archive_of(tmp_path))

    assert list(sent) == ["Dockerfile", "alias", "dangling", "real", "real/file", "up"]
    assert [sent[name].linkname for name in ("alias", "dangling", "up")] == (
        ["real", "nowhere", "../.."]
    )
    assert all(sent[name].issym() for name in ("alias", "dangling", "up"))


@posix_only
def test_two_names_of_one_file_are_two_files(tmp_path: Path) -> None:
    make_tree(tmp_path, ["a"])
    (tmp_path / "b").hardlink_to(tmp_path / "a")

    sent = archive_of(tmp_path)

    assert contents(sent, "a") == contents(sent, "b") == b"a"


@posix_only
def test_long_names_and_long_links_arrive_whole(tmp_path: Path) -> None:
    deep = "/".join(["folder-with-a-name"] * 12)
    names = ["a" * 100, "b" * 101, "c" * 255, f"{deep}/file", "é" * 60]
    make_tree(tmp_path, [*names, f"link -> {deep}/file"])

    sent = archive_of(tmp_path)

    assert set(names) < set(members(sent))
    assert contents(sent, f"{deep}/file").decode() == f"{deep}/file"
    assert members(sent)["link"].linkname == f"{deep}/file"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_name_that_is_no_utf_8_arrives_byte_for_byte(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("x", encoding="utf-8")

    sent = archive_of(tmp_path)

    assert b"caf\xe9.txt\0" in sent
    assert contents(sent, name) == b"x"


@posix_only
def test_sockets_and_named_pipes_are_left_out_and_nothing_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    make_tree(tmp_path, ["a"])
    with socket.socket(socket.AF_UNIX) as listening:
        old = Path.cwd()
        os.chdir(tmp_path)
        try:
            listening.bind("socket")
        finally:
            os.chdir(old)
        sent = archive_of(tmp_path)

    assert list(members(sent)) == ["Dockerfile", "a"]


def test_a_file_that_grows_meanwhile_is_sent_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"x" * 3 * MIB)
    make_tree(tmp_path, ["next"])
    chunks = Context(tmp_path, "Dockerfile", DOCKERFILE).chunks()
    first = next(chunks)
    with (tmp_path / "log").open("ab") as log:
        log.write(b"more")

    sent = first + b"".join(chunks)

    assert contents(sent, "log") == b"x" * 3 * MIB
    assert contents(sent, "next") == b"next"


def test_a_file_that_shrinks_meanwhile_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"x" * 3 * MIB)
    chunks = Context(tmp_path, "Dockerfile", DOCKERFILE).chunks()
    next(chunks)
    (tmp_path / "log").write_bytes(b"")

    with pytest.raises(BadInputError, match="log became shorter while it was sent") as stopped:
        list(chunks)

    assert ".dockerignore" in stopped.value.next_step


@pytest.fixture
def as_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Runs the test without the superuser's right to read everything."""
    superuser = os.name == "posix" and os.geteuid() == 0
    if superuser:
        for folder in (tmp_path_factory.getbasetemp(), *tmp_path_factory.getbasetemp().parents):
            if folder.stat().st_uid == 0 and folder.name.startswith(("pytest-", "popen-")):
                folder.chmod(0o711)
        os.seteuid(65534)
    yield
    if superuser:
        os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder that `as_nobody` may enter."""
    tmp_path.chmod(0o755)
    make_tree(tmp_path, ["private/key", "readable"])
    (tmp_path / "private" / "key").chmod(0)
    request.getfixturevalue("as_nobody")
    return tmp_path


@posix_only
def test_a_file_that_may_not_be_read_is_named_with_a_way_out(open_folder: Path) -> None:
    with pytest.raises(BadInputError) as stopped:
        archive_of(open_folder)

    assert stopped.value.what == "Cannot read private/key."
    assert "Permission denied" in stopped.value.why
    assert ".dockerignore" in stopped.value.next_step


@posix_only
def test_a_file_that_may_not_be_read_does_not_matter_when_ignored(open_folder: Path) -> None:
    os.seteuid(os.getuid())
    (open_folder / ".dockerignore").write_text("private\n!private/nothing\n", encoding="utf-8")
    (open_folder / "private").chmod(0)
    if os.getuid() == 0:
        os.seteuid(65534)

    assert list(members(archive_of(open_folder))) == ["Dockerfile", ".dockerignore", "readable"]


def test_the_facts_are_those_of_the_archive(tmp_path: Path) -> None:
    names = ["a" * 100, "b" * 101, "folder/" + "c" * 94, "folder/" + "d" * 93, "empty/", "é" * 51]
    make_tree(tmp_path, names)
    for number in range(1, 8):
        (tmp_path / f"data-{number}").write_bytes(b"x" * 1000 * min(number, 6))
    if os.name == "posix":
        make_tree(tmp_path, [f"link -> {'t' * 101}"])

    facts = Context(tmp_path, "Dockerfile", DOCKERFILE).facts()

    sent = archive_of(tmp_path)
    assert facts.bytes == len(sent)
    assert facts.files == sum(not member.isdir() for member in members(sent).values())
    assert facts.largest == (
        FileSize("data-6", 6000),
        FileSize("data-7", 6000),
        FileSize("data-5", 5000),
        FileSize("data-4", 4000),
        FileSize("data-3", 3000),
    )


def test_a_large_dockerfile_counts_among_the_largest_files(tmp_path: Path) -> None:
    facts = Context(tmp_path, "Dockerfile", "# " + "x" * 998).facts()

    assert facts.largest == (FileSize("Dockerfile", 1000),)
    assert (facts.bytes, facts.files) == (512 + 1024 + 1024, 1)


def test_a_file_of_many_gigabytes_has_a_header_that_says_so() -> None:
    header = archive.file_header("disk.img", 9 * 1024 * MIB, executable=False)

    member = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
    assert (member.size, member.name) == (9 * 1024 * MIB, "disk.img")


def test_a_commit_changes_the_context_until_git_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    app = tiny_app(tmp_path / "app")
    open_to_all = lay_out(variant(), app, tmp_path / "all")
    without_git = lay_out(variant(ignore=".git\nout\n"), app, tmp_path / "ignored")
    before = [archive_of(one.root) for one in (open_to_all, without_git)]

    for one in (open_to_all, without_git):
        apply_edit(one, Edit("commit"), "n1")

    assert archive_of(open_to_all.root) != before[0]
    assert archive_of(without_git.root) == before[1]
    assert len(before[1]) * 5 < len(before[0])


def test_a_workspace_can_be_moved_without_changing_its_context(tmp_path: Path) -> None:
    make_tree(tmp_path / "one", ["a/b", "c"])
    before = archive_of(tmp_path / "one")

    shutil.move(tmp_path / "one", tmp_path / "other")

    assert archive_of(tmp_path / "other") == before

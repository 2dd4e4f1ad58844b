"""A workspace holds what a real repository would, afresh for each variant."""

import multiprocessing
import os
import stat
from pathlib import Path

import pytest
from dulwich.objects import Blob, Commit
from dulwich.repo import Repo

from tests.unit.workspace.trees import APP_FILES, DOCKERFILE, tiny_app, variant
from walkthrough.errors import BadInputError
from walkthrough.home import is_worked_in
from walkthrough.workspace.carried import carried_along
from walkthrough.workspace.layout import lay_out

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_app(tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def carried_made_once() -> None:
    """Here it is made, in the data folder."""


@pytest.fixture(autouse=True)
def own_data_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(home))


def bytes_below(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_whole_app_comes_with_what_real_repositories_carry(app: Path, tmp_path: Path) -> None:
    workspace = lay_out(variant(ignore=".git\n"), app, tmp_path / "workspace")

    laid_out = bytes_below(workspace.root)
    assert {name: laid_out[name].decode() for name in APP_FILES} == APP_FILES
    assert laid_out["Dockerfile"].decode() == DOCKERFILE
    assert laid_out[".dockerignore"] == b".git\n"
    assert b"KEY=made-up" in laid_out[".env"]
    sizes = {"out/": 0, ".git/": 0, "docs/": 0}
    for name, content in laid_out.items():
        for folder in sizes:
            sizes[folder] += len(content) if name.startswith(folder) else 0
    assert 11 * MIB < sizes["out/"] < 13 * MIB
    assert 28 * MIB < sizes[".git/"] < 32 * MIB
    assert 0 < sizes["docs/"] < MIB


def test_the_smallest_program_comes_alone(app: Path, tmp_path: Path) -> None:
    workspace = lay_out(variant(app="simple"), app, tmp_path / "workspace")

    assert sorted(bytes_below(workspace.root)) == ["Dockerfile", "main.go"]


def test_a_lesson_without_an_ignore_file_has_none(tmp_path: Path) -> None:
    app = tiny_app(tmp_path / "app")
    (app / ".dockerignore").write_text("README.md\n", encoding="utf-8")

    workspace = lay_out(variant(), app, tmp_path / "workspace")

    assert not (workspace.root / ".dockerignore").exists()


def test_two_workspaces_are_the_same_byte_for_byte(app: Path, tmp_path: Path) -> None:
    one = lay_out(variant(), app, tmp_path / "one")
    other = lay_out(variant(), app, tmp_path / "other")

    assert bytes_below(one.root) == bytes_below(other.root)


def test_another_machine_gets_the_same_bytes(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with carried_along(app) as made:
        here = bytes_below(made)
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "other-machine"))
    configuration = tmp_path / ".gitconfig"
    configuration.write_text("[user]\n\tname = Somebody\n[init]\n\tdefaultBranch = trunk\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(configuration))

    with carried_along(app) as made:
        assert bytes_below(made) == here


def test_changing_one_workspace_leaves_the_next_one_alone(app: Path, tmp_path: Path) -> None:
    first = lay_out(variant(), app, tmp_path / "first")
    before = bytes_below(first.root)
    for file in first.root.rglob("*"):
        if file.is_file():
            file.write_bytes(b"spoilt")

    second = lay_out(variant(), app, tmp_path / "second")

    assert bytes_below(second.root) == before


def test_the_history_ends_in_the_source_and_once_held_binaries(app: Path, tmp_path: Path) -> None:
    workspace = lay_out(variant(), app, tmp_path / "workspace")

    with Repo(str(workspace.root)) as repository:
        commits = [walked.commit for walked in repository.get_walker()]
        last = files_of(repository, commits[0])
        ever = {name: size for one in commits for name, size in files_of(repository, one).items()}
        for name in repository.object_store:
            repository[name].check()
    assert len(commits) == 6
    assert last == {name: len(text) for name, text in APP_FILES.items()} | {
        name: (workspace.root / name).stat().st_size
        for name in (".gitignore", "docs/architecture.md", "docs/operations.md", "docs/releases.md")
    }
    assert ever["assets/demo.mp4"] > 8 * MIB
    assert "out/product-catalog-0.1.0-linux-amd64" not in ever
    assert ".env" not in ever


def files_of(repository: Repo, commit: Commit) -> dict[str, int]:
    found = {}
    for entry in repository.object_store.iter_tree_contents(commit.tree):
        assert entry.path is not None and entry.sha is not None
        blob = repository[entry.sha]
        assert isinstance(blob, Blob)
        found[entry.path.decode()] = len(blob.data)
    return found


def test_a_folder_in_use_is_left_alone(app: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose", encoding="utf-8")

    with pytest.raises(BadInputError, match="Cannot lay out 'multi-stage'"):
        lay_out(variant(), app, tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_app_folder_that_is_not_there_is_named(app: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="nowhere does not exist"):
        lay_out(variant(app="nowhere"), app, tmp_path / "workspace")


def test_what_a_killed_run_left_half_made_is_made_anew(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    half_made = tmp_path / "carried" / "making-0"
    (half_made / ".git").mkdir(parents=True)

    with carried_along(app) as made:
        assert (made / ".git" / "HEAD").is_file()
        assert not half_made.exists()


def test_nobody_cleans_up_what_is_copied_from(app: Path) -> None:
    with carried_along(app) as made:
        assert is_worked_in(made.parent)
    assert not is_worked_in(made.parent)


def carried(app: Path) -> Path:
    """Where what is carried along lies, for a process of its own."""
    with carried_along(app) as made:
        return made


def test_two_processes_at_once_make_one_whole_copy(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = pool.map(carried, [app, app])

    assert made[0] == made[1]
    assert list((tmp_path / "carried").iterdir()) == [made[0]]
    assert (made[0] / "out" / "product-catalog-0.2.0-darwin-arm64").stat().st_size == 4 * MIB


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bit")
def test_scripts_stay_executable_and_everything_writable(tmp_path: Path) -> None:
    app = tiny_app(tmp_path / "app")
    script = app / "simple" / "run.sh"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o555)
    (app / "simple" / "main.go").chmod(0o444)

    workspace = lay_out(variant(app="simple"), app, tmp_path / "workspace")

    assert stat.S_IMODE((workspace.root / "run.sh").stat().st_mode) == 0o755
    assert stat.S_IMODE((workspace.root / "main.go").stat().st_mode) == 0o644

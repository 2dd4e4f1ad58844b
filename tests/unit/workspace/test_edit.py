"""An edit changes one thing in the workspace, and nothing beside it."""

import hashlib
from pathlib import Path

import pytest
from dulwich.repo import Repo

from tests.unit.workspace.trees import tiny_app, variant
from walkthrough.course.model import Edit
from walkthrough.errors import BadInputError
from walkthrough.workspace.edit import apply_edit
from walkthrough.workspace.layout import lay_out
from walkthrough.workspace.model import Workspace

GREETING = Edit("replace-line", "main.go", "const greeting", 'const greeting = "{nonce}"')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def workspace(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(home))
    return lay_out(variant(), tiny_app(tmp_path / "app"), tmp_path / "workspace")


def state(root: Path) -> dict[str, str]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_a_code_edit_changes_one_line_of_one_file(workspace: Workspace) -> None:
    before = state(workspace.root)

    path = apply_edit(workspace, GREETING, "n17")

    assert path == "main.go"
    assert changed(before, state(workspace.root)) == {"main.go"}
    text = (workspace.root / "main.go").read_text(encoding="utf-8")
    assert text.splitlines()[2] == 'const greeting = "n17"'
    assert text.splitlines()[4] == "func main() { println(greeting) }"


def test_the_same_edit_again_with_another_nonce_changes_the_line_again(
    workspace: Workspace,
) -> None:
    apply_edit(workspace, GREETING, "n1")
    apply_edit(workspace, GREETING, "n2")

    text = (workspace.root / "main.go").read_text(encoding="utf-8")
    assert text.splitlines()[2] == 'const greeting = "n2"'
    assert "n1" not in text


def test_windows_line_ends_stay(workspace: Workspace) -> None:
    (workspace.root / "main.go").write_bytes(b"package main\r\nconst greeting = 1\r\n")

    apply_edit(workspace, GREETING, "n1")

    assert (workspace.root / "main.go").read_bytes() == (
        b'package main\r\nconst greeting = "n1"\r\n'
    )


def test_a_docs_edit_adds_a_line_at_the_end(workspace: Workspace) -> None:
    before = state(workspace.root)

    path = apply_edit(workspace, Edit("append", "README.md", text="See {nonce}."), "n3")

    assert path == "README.md"
    assert changed(before, state(workspace.root)) == {"README.md"}
    text = (workspace.root / "README.md").read_text(encoding="utf-8")
    assert text == "# A catalogue\nSee n3.\n"


def test_a_line_added_to_a_file_without_a_last_newline_stands_alone(workspace: Workspace) -> None:
    (workspace.root / "README.md").write_bytes(b"# A catalogue")

    apply_edit(workspace, Edit("append", "README.md", text="{nonce}"), "n4")

    assert (workspace.root / "README.md").read_bytes() == b"# A catalogue\nn4\n"


def test_a_commit_changes_git_only(workspace: Workspace) -> None:
    before = state(workspace.root)

    path = apply_edit(workspace, Edit("commit", text="Try {nonce}"), "n5")

    assert path == ".git"
    touched = changed(before, state(workspace.root))
    assert touched
    assert all(name.startswith(".git/") for name in touched)


def test_commits_follow_each_other_and_hold_the_workspace_as_it_was(workspace: Workspace) -> None:
    apply_edit(workspace, GREETING, "n6")
    apply_edit(workspace, Edit("commit"), "n6")
    apply_edit(workspace, Edit("commit"), "n7")

    with Repo(str(workspace.root)) as repository:
        last, before, *rest = [walked.commit for walked in repository.get_walker()]
        tree = {
            entry.path: repository[entry.sha].as_raw_string()
            for entry in repository.object_store.iter_tree_contents(last.tree)
            if entry.sha is not None
        }
    assert (last.message, before.message) == (b"Commit n7\n", b"Commit n6\n")
    assert last.commit_time > before.commit_time > rest[0].commit_time
    assert len(rest) == 6
    assert tree[b"main.go"] == (workspace.root / "main.go").read_bytes()
    assert b"Dockerfile" in tree
    assert b".env" not in tree


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (Edit("append", "none.txt", text="x"), "'none.txt': the workspace has no such file"),
        (Edit("append", "products", text="x"), "'products': the workspace has no such file"),
        (Edit("append", "../app/go.mod", text="x"), "'../app/go.mod': the workspace has no such"),
        (Edit("append", "/etc/hostname", text="x"), "'/etc/hostname': the workspace has no such"),
        (Edit("replace-line", "go.mod", "toolchain", "x"), "0 lines start with 'toolchain'"),
        (Edit("replace-line", "go.mod", "", "x"), "4 lines start with ''"),
        (Edit("append", ".git/index", text="x"), "it is not a text file"),
    ],
)
def test_an_edit_that_does_not_fit_the_app_says_so_and_changes_nothing(
    workspace: Workspace, edit: Edit, what: str
) -> None:
    before = state(workspace.root.parent)

    with pytest.raises(BadInputError) as refused:
        apply_edit(workspace, edit, "n8")

    assert what in refused.value.what
    assert state(workspace.root.parent) == before


def test_a_line_that_is_there_twice_is_not_guessed_at(workspace: Workspace) -> None:
    (workspace.root / "main.go").write_text("var x = 1\nvar x = 2\n", encoding="utf-8")

    with pytest.raises(BadInputError, match="2 lines start with 'var x'"):
        apply_edit(workspace, Edit("replace-line", "main.go", "var x", "y"), "n9")


def test_the_smallest_program_has_no_history_to_commit_to(
    workspace: Workspace, tmp_path: Path
) -> None:
    simple = lay_out(variant(app="simple"), tmp_path / "app", tmp_path / "simple")

    with pytest.raises(BadInputError, match=r"it has no \.git"):
        apply_edit(simple, Edit("commit"), "n10")

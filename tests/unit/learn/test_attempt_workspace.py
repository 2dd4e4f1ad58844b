"""An attempt laid out beside the app: a name that clashes is told, and no folder is left behind."""

from pathlib import Path

import pytest

from tests.unit.learn.practice import EXERCISE, START
from walkthrough.app_context import sample_app
from walkthrough.errors import BadInputError
from walkthrough.home import is_worked_in
from walkthrough.learn.attempt_workspace import AttemptWorkspace
from walkthrough.learn.reader_files import ReaderFile


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("internal", "internal is a folder of the app, and the exercise's folder has a file"),
        ("out", "out is a folder of the app, and the exercise's folder has a file"),
        ("main.go/notes", "main.go is a file of the app, and the exercise's folder has a folder"),
    ],
)
def test_a_file_named_like_one_of_the_app_s_folders_is_told(
    name: str, what: str, tmp_path: Path
) -> None:
    files = {"Dockerfile": ReaderFile(START.encode()), name: ReaderFile(b"mine")}
    with pytest.raises(BadInputError) as refused:
        AttemptWorkspace(EXERCISE, START, files, sample_app(), tmp_path)
    assert refused.value.what.startswith(what)
    assert refused.value.next_step == "Rename yours, or move it out of the exercise's folder."
    assert not list(tmp_path.glob("exercise-*"))


def test_a_workspace_is_locked_until_it_is_removed(tmp_path: Path) -> None:
    files = {"Dockerfile": ReaderFile(START.encode())}
    workspace = AttemptWorkspace(EXERCISE, START, files, sample_app(), tmp_path)
    assert is_worked_in(workspace.root)
    workspace.remove()
    assert not is_worked_in(workspace.root)
    assert list(tmp_path.iterdir()) == []

"""Nothing that the app writes in a test reaches the reader's own data folder or editor."""

from pathlib import Path

import pytest

from tests.tui.reading import new_progress
from tests.tui.scripted_exercises import ScriptedExercises


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for each test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("WALKTHROUGH_HOME", str(folder))
    return folder


@pytest.fixture
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who has named no editor: files are edited in the app."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)


@pytest.fixture
def exercises(tmp_path: Path, no_editor: None) -> ScriptedExercises:
    """Exercises in a folder of the test's, edited in the app."""
    return ScriptedExercises(new_progress().attempts, tmp_path / "mine")

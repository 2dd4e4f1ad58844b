"""Nothing that the app writes in a test reaches the reader's own data folder."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for each test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("WALKTHROUGH_HOME", str(folder))
    return folder

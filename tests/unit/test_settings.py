"""The settings file: what it may say, and what is told of a broken one."""

from pathlib import Path

import pytest

from walkthrough.settings import (
    SETTINGS_FILE,
    Settings,
    SettingsFile,
    problem_words,
    read_settings,
    settings_path,
)

NAME = "mine.toml"


def written(folder: Path, text: str) -> SettingsFile:
    """The file with this text, as it is read; it must be the same afterwards."""
    path = folder / NAME
    path.write_text(text, encoding="utf-8")
    file = read_settings(path)
    assert path.read_text(encoding="utf-8") == text
    return file


def told(file: SettingsFile) -> list[tuple[int, str]]:
    return [(one.line, one.what) for one in file.problems]


def test_without_a_file_the_defaults_hold_and_nothing_is_wrong(tmp_path: Path) -> None:
    file = read_settings(tmp_path / NAME)
    assert (file.is_there, file.settings, file.problems) == (False, Settings(), ())
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_holds(tmp_path: Path) -> None:
    keymap = '[keymap]\n"lesson.build" = "x"\napp.help = "f1"\n'
    file = written(tmp_path, f'# mine\ntheme = "nord"\nmouse = false\n{keymap}')
    assert file.settings == Settings("nord", False, {"lesson.build": "x", "app.help": "f1"})
    assert file.places == {"theme": 2, "lesson.build": 5, "app.help": 6}
    assert file.problems == ()


def test_one_wrong_entry_leaves_the_others_as_they_are_written(tmp_path: Path) -> None:
    keymap = '[keymap]\na.b = 3\na.c = "x"\n'
    file = written(tmp_path, f'theme = "nord"\nmouse = "no"\nthem = 1\n{keymap}')
    assert file.settings == Settings("nord", True, {"a.c": "x"})
    assert told(file) == [
        (2, "`mouse` is 'no'"),
        (3, "unknown key `them`"),
        (5, "the key of `a.b` is 3"),
    ]
    what, expected, meanwhile = problem_words(file, file.problems[1])
    assert what == f"{tmp_path / NAME}:3: unknown key `them`."
    assert expected == "Expected one of theme, mouse, keymap."
    assert "the file stays as it is" in meanwhile


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('theme = "nord"\nmouse = \n', 2, "is not TOML"),
        ("keymap = 3\n", 1, "`keymap` is 3"),
        ('\ufefftheme = "nord"\n', 1, "byte order mark"),
    ],
)
def test_a_file_that_cannot_be_understood_says_where(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    file = written(tmp_path, text)
    assert file.settings == Settings()
    assert [one.line for one in file.problems] == [line]
    assert what in file.problems[0].what


def test_a_file_that_is_no_text_or_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'theme = "\xff"\n')
    (problem,) = read_settings(tmp_path / NAME).problems
    assert "UTF-8" in problem.what
    (problem,) = read_settings(tmp_path).problems
    assert problem.what == "is not a file"
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    assert read_settings(tmp_path / "broken").problems


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_SETTINGS", str(tmp_path / NAME))
    assert settings_path() == tmp_path / NAME
    monkeypatch.delenv("WALKTHROUGH_SETTINGS")
    assert settings_path().parts[-2:] == ("walkthrough", SETTINGS_FILE)

"""`walkthrough settings`: what holds now, and what is wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from walkthrough.cli.main import walkthrough
from walkthrough.course.load import load_course
from walkthrough.learn.progress import open_progress


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are; there is no file yet."""
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WALKTHROUGH_SETTINGS", str(tmp_path / "settings.toml"))
    return tmp_path / "settings.toml"


def run(*options: str) -> Result:
    return CliRunner().invoke(walkthrough, ["settings", *options])


def test_without_a_file_the_defaults_are_printed_with_its_path(file: Path) -> None:
    ended = run()
    assert ended.exit_code == 0
    assert ended.stdout.startswith(f"{file} (not there: the defaults hold)\n")
    assert 'theme = "walkthrough-dark"  # the default' in ended.stdout
    assert "lesson.build         b " in ended.stdout
    assert not file.exists()


def test_what_the_file_changes_is_marked(file: Path) -> None:
    file.write_text('theme = "light"\n[keymap]\nlesson.build = "f9"\n')
    text = run().stdout
    assert 'theme = "walkthrough-light"  # from the file' in text
    assert "lesson.build         f9             Build what is missing  (changed)" in text


def test_the_theme_of_the_app_holds_until_the_file_chooses_one(file: Path) -> None:
    open_progress(load_course().title).keep_theme("nord")
    assert 'theme = "nord"  # chosen in the app' in run().stdout
    file.write_text('theme = "dracula"\n')
    assert 'theme = "dracula"  # from the file' in run().stdout


def test_a_broken_file_is_explained_and_ends_with_2(file: Path) -> None:
    file.write_text('mouse = 3\n[keymap]\nlesson.buld = "x"\n')
    ended = run()
    assert ended.exit_code == 2
    assert f"{file}:1: `mouse` is 3.\nExpected true or false.\n" in ended.stderr
    assert f"{file}:3: there is no command `lesson.buld`.\n" in ended.stderr
    assert "perhaps `lesson.build`" in ended.stderr
    assert "mouse = true" in ended.stdout


def test_the_json_has_every_command(file: Path) -> None:
    file.write_text('[keymap]\napp.help = "f1"\n')
    document = json.loads(run("--json").stdout)
    assert (document["schema"], document["exists"], document["problems"]) == (1, True, [])
    assert document["keymap"]["app.help"] == "f1"
    assert document["keymap"]["lesson.build"] == "b"

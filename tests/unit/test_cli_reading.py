"""The commands that only read the course: lessons, show, lint."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.course.packs import replace, write_pack
from walkthrough.cli.main import walkthrough
from walkthrough.errors import BadInputError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(walkthrough, arguments)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))


def test_the_lessons_are_listed_with_number_id_and_minutes() -> None:
    result = run("lessons")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "2  multi-stage     Multi-stage builds, 15 min" in lines
    assert sum(line[:1].isdigit() for line in lines) == 7


def test_extras_are_listed_under_a_heading_of_their_own() -> None:
    lessons, extras = run("lessons").stdout.split("\nExtras: ")
    assert "+" not in lessons
    assert "+  test-stage" in extras
    document = json.loads(run("lessons", "--json").stdout)
    assert [one["number"] for one in document["lessons"]] == [1, 2, 3, 4, 5, 6, 7]
    assert {one["number"] for one in document["extras"]} == {None}


def test_an_extra_is_shown_and_measured_by_its_id() -> None:
    shown = run("show", "test-stage").stdout
    assert shown.startswith("# A stage that tests\n")
    assert shown.rstrip().endswith("Measure it with `walkthrough run test-stage`.")


def test_the_list_fits_a_terminal_of_80_columns() -> None:
    assert max(len(line) for line in run("lessons").stdout.splitlines()) <= 80


def test_the_lessons_are_listed_as_json() -> None:
    document = json.loads(run("lessons", "--json").stdout)
    assert document["schema"] == 1
    second = document["lessons"][1]
    assert (second["number"], second["id"]) == (2, "multi-stage")
    assert "scratch" in second["variants"]
    assert second["steps"] > 1


@pytest.mark.parametrize("name", ["2", "multi-stage"])
def test_a_page_is_shown_by_number_and_by_id(name: str) -> None:
    result = run("show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith("# Multi-stage builds\n")


def test_a_page_in_a_pipe_has_no_escape_sequence_and_no_placeholder() -> None:
    shown = run("show", "2").stdout
    assert "\x1b" not in shown
    assert "{{" not in shown
    assert "\n---\n" in shown


def test_what_nobody_measured_is_said_to_be_not_measured() -> None:
    assert "not measured yet" in run("show", "2").stdout


def test_one_part_can_be_shown() -> None:
    whole, second = run("show", "2").stdout, run("show", "2", "--part", "2").stdout
    assert second.startswith("## ")
    assert "*part 2 of 8*" in second
    assert second.partition("*part 2 of 8*")[0] in whole
    assert "\n---\n" not in second


def test_the_parts_are_numbered_and_the_end_says_how_to_measure() -> None:
    whole = run("show", "2").stdout
    assert re.findall(r"\*part (\d) of 8\*", whole) == list("12345678")
    assert whole.endswith("\n\nMeasure it with `walkthrough run 2`.\n")


def test_a_part_that_the_page_does_not_have_is_refused() -> None:
    error = run("show", "2", "--part", "99").exception
    assert isinstance(error, BadInputError)
    assert "no part 99" in error.what


def test_an_unknown_lesson_is_refused_with_the_lessons_there_are() -> None:
    error = run("show", "nothing").exception
    assert isinstance(error, BadInputError)
    assert "'nothing'" in error.what
    assert "7 final" in error.why


def test_a_bad_lesson_ends_with_2_and_three_lines() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "walkthrough", "show", "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert [line.split(":")[0].strip() for line in ended.stderr.splitlines()[1:]] == ["why", "next"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_a_terminal_gets_the_page_laid_out(tmp_path: Path) -> None:
    shown = on_a_terminal("show", "2", "--part", "2", TERM="xterm-256color")
    assert "\x1b[" in shown
    assert "```" not in shown
    assert "Two stages" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_no_colour_where_the_reader_wants_none() -> None:
    shown = on_a_terminal("show", "2", "--part", "2", TERM="xterm-256color", NO_COLOR="1")
    codes = {
        int(code) for sent in re.findall(r"\x1b\[([\d;]+)m", shown) for code in sent.split(";")
    }
    assert codes
    assert not codes & {*range(30, 50), *range(90, 108)}


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command writes where its standard output is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    unset = ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    surroundings = {key: value for key, value in os.environ.items() if key not in unset}
    with subprocess.Popen(
        [sys.executable, "-m", "walkthrough", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env=surroundings | environment,
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while chunk := os.read(ours, 65536):
                written += chunk
        except OSError:
            pass  # Linux ends a closed pseudo-terminal with an input/output error.
    os.close(ours)
    assert process.returncode == 0
    return written.decode()


def test_lint_finds_nothing_wrong_with_the_course_that_ships() -> None:
    result = run("lint")
    assert result.exit_code == 0
    assert result.stdout.endswith("nothing is wrong.\n")


def test_lint_names_file_line_and_expectation_and_ends_with_2(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, "1-first/page.md", "(notes.md)", "(note.md)")
    result = run("lint", str(pack))
    assert result.exit_code == 2
    place = f"{pack / '1-first' / 'page.md'}:9"
    assert f"{place}: dead link 'note.md': there is no such file (expected a file" in result.stdout


def test_lint_speaks_json(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, "1-first/page.md", "(notes.md)", "(note.md)")
    result = run("lint", str(pack), "--json")
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    told = [one for one in document["findings"] if one["file"] == "1-first/page.md"]
    assert [(one["line"], set(one)) for one in told] == [(9, {"file", "line", "what", "expected"})]


def test_lint_of_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    error = run("lint", str(tmp_path / "nowhere")).exception
    assert isinstance(error, BadInputError)

"""How the course is opened: which command, in which terminal, and quick to its first frame."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from walkthrough.cli import app, main, tour
from walkthrough.cli.main import walkthrough
from walkthrough.cli.terminal import Reach, reach
from walkthrough.errors import BadInputError

FIRST_FRAME = """
import sys
from walkthrough.cli import app, opening, tour
from walkthrough.learn import progress
from walkthrough.tui import app, measured
from walkthrough.tui.screens import course
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


class Terminal:
    """A standard stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened, instead of opening it."""
    what: list[str] = []
    for module in (app, tour):
        monkeypatch.setattr(module, "measured", lambda: "measured")
        monkeypatch.setattr(module, "open_screens", lambda runs: what.append(f"{runs} screens"))
        monkeypatch.setattr(module, "open_dialogue", lambda runs: what.append(f"{runs} lines"))
    monkeypatch.setattr(app, "recorded", lambda: "recorded")
    return what


def sit_at(monkeypatch: pytest.MonkeyPatch, terminal: Reach) -> None:
    for module in (app, main, tour):
        monkeypatch.setattr(module, "reach", lambda: terminal)


@pytest.mark.parametrize(
    ("arguments", "terminal", "shown"),
    [
        ((), "screens", "measured screens"),
        ((), "lines", "measured lines"),
        (("app",), "screens", "measured screens"),
        (("app",), "lines", "measured lines"),
        (("app", "--recorded"), "screens", "recorded screens"),
        (("app", "--plain"), "screens", "measured lines"),
        (("app", "--plain", "--recorded"), "none", "recorded lines"),
        (("tour",), "screens", "measured screens"),
        (("tour", "--plain"), "screens", "measured lines"),
        (("tour", "--plain"), "none", "measured lines"),
    ],
)
def test_the_course_opens_as_the_terminal_allows(
    monkeypatch: pytest.MonkeyPatch,
    opened: list[str],
    arguments: tuple[str, ...],
    terminal: Reach,
    shown: str,
) -> None:
    sit_at(monkeypatch, terminal)
    ended = CliRunner().invoke(walkthrough, arguments)
    assert ended.exit_code == 0, ended.output
    assert opened == [shown]


@pytest.mark.parametrize("terminal", ["none", "lines"])
def test_without_a_terminal_for_screens_the_tour_prints_its_tables(
    monkeypatch: pytest.MonkeyPatch, opened: list[str], terminal: Reach
) -> None:
    sit_at(monkeypatch, terminal)
    printed: list[str] = []
    monkeypatch.setattr("walkthrough.cli.tour_tables.print_tables", lambda: printed.append("all"))
    assert CliRunner().invoke(walkthrough, ["tour"]).exit_code == 0
    assert (opened, printed) == ([], ["all"])


def test_without_a_terminal_no_command_prints_the_help() -> None:
    ended = CliRunner().invoke(walkthrough)
    assert ended.exit_code == 0
    assert ended.output.startswith("Usage: ")
    assert "  app " in ended.output


def test_without_a_terminal_the_app_says_what_to_use_instead() -> None:
    ended = CliRunner().invoke(walkthrough, ["app"])
    assert isinstance(ended.exception, BadInputError)
    assert "walkthrough run" in ended.exception.next_step


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, "screens"),
        ({}, "screens"),
        ({"TERM": "dumb"}, "lines"),
        ({"TERM": "xterm", "CI": "true"}, "none"),
        ({"TERM": "xterm", "CI": "false"}, "screens"),
    ],
)
def test_what_a_terminal_can_show_is_read_from_its_surroundings(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: Reach
) -> None:
    for name in ("TERM", "CI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert reach() == expected
    monkeypatch.setattr(sys, "stdin", None)
    assert reach() == "none"


def test_the_first_frame_waits_for_no_engine_library() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert "textual" in loaded
    assert not {"docker", "requests", "dulwich"} & loaded

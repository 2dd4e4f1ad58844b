"""How the course is opened: which command, in which terminal, and quick to its first frame."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from walkthrough.cli import app, main, tour
from walkthrough.cli.main import walkthrough
from walkthrough.cli.terminal import Reach, reach
from walkthrough.errors import BadInputError

FIRST_FRAME = """
import sys
from walkthrough.cli.app import command
from walkthrough.cli.opening import measured
from walkthrough.tui.app import WalkthroughApp

app = WalkthroughApp(measured())
app.look_for_engine = app.exit
app.run(headless=True, size=(120, 36))
print(*sys.modules)
"""
LATER = {
    *("docker", "dulwich", "filelock", "google.protobuf", "markdown_it", "pygments", "requests"),
    *("urllib3", "watchfiles"),
    *("walkthrough.app_context", "walkthrough.course.dockerfile", "walkthrough.engine.engine"),
    *("walkthrough.learn.attempts", "walkthrough.learn.practice", "walkthrough.measure.archive"),
    *("walkthrough.measure.recording", "walkthrough.measure.runner", "walkthrough.build.model"),
}


class Terminal:
    """A standard stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened, instead of opening it."""
    what: list[str] = []

    def opening(way: str) -> Callable[[Callable[[], str]], None]:
        return lambda source: what.append(f"{source()} {way}")

    for module in (app, tour):
        monkeypatch.setattr(module, "measured", lambda: "measured")
        monkeypatch.setattr(module, "open_screens", opening("screens"))
        monkeypatch.setattr(module, "open_dialogue", opening("lines"))
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


def test_the_first_frame_waits_for_nothing_that_later_screens_and_the_engine_need(
    tmp_path: Path,
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME],
        env=os.environ | {"WALKTHROUGH_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ended.stdout.split())
    screens = {one for one in loaded if one.startswith("walkthrough.tui.screens.")}
    assert screens == {"walkthrough.tui.screens.course"}
    assert not LATER & loaded

"""What a program paints on its terminal is read with the moment it came."""

import sys
from pathlib import Path

import pytest

from benchmarks.result import NotMeasurableError
from benchmarks.talkative import TalkativeServices
from benchmarks.terminal import Terminal
from walkthrough.build.model import StepLog
from walkthrough.measure.progress import Building
from walkthrough.report.story import Wanted

SECONDS = 30.0
ANSWERS = """\
import sys, termios, tty
tty.setcbreak(0)
print("painted once", flush=True)
while True:
    print("pressed", sys.stdin.read(1), flush=True)
"""

needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")


@needs_terminals
def test_an_answer_comes_after_its_key() -> None:
    with Terminal([sys.executable, "-c", ANSWERS], {}) as terminal:
        first = terminal.painted("painted once", SECONDS)
        pressed = terminal.press(b"x")
        answered = terminal.painted("pressed x", SECONDS)
        assert terminal.began < first < pressed < answered


@needs_terminals
def test_what_was_painted_before_the_key_is_no_answer() -> None:
    with Terminal([sys.executable, "-c", ANSWERS], {}) as terminal:
        terminal.painted("painted once", SECONDS)
        terminal.press(b"x")
        with pytest.raises(NotMeasurableError, match="'painted once' was never painted"):
            terminal.painted("painted once", 0.2)


@needs_terminals
def test_a_program_that_ends_without_painting_is_not_waited_for() -> None:
    with (
        Terminal([sys.executable, "-c", "print('no such luck')"], {}) as terminal,
        pytest.raises(NotMeasurableError, match="no such luck"),
    ):
        terminal.painted("a frame", SECONDS)


def test_a_talkative_build_prints_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    services = TalkativeServices(250, 0)
    events = list(services.run(services.course.lessons[0], Wanted(1)))

    said = [
        event.event.text
        for event in events
        if isinstance(event, Building) and isinstance(event.event, StepLog)
    ]
    assert len(said) == len(set(said)) == 250

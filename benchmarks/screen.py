"""The app on a terminal: its first frame, and how it bears a build that prints a lot."""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles

import msgspec

from benchmarks.result import Bounded, Compared, Noted, NotMeasurableError, Result, alternated
from benchmarks.screen_child import LESSON, ScreenOutcome
from benchmarks.talkative import AT_ONCE
from benchmarks.terminal import Terminal, package_path
from walkthrough.course.load import load_course

FRAME_ROUNDS = 15
QUICK_FRAME_ROUNDS = 3
FRAME_GOAL = 1.3
BARE_APP = """\
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("one label")

Bare().run()
"""
LOG_LINES = 200_000
QUICK_LOG_LINES = 20_000
STALL_GOAL_S = 0.05
MEMORY_GOAL = 120_000_000
LINES_A_SECOND = 5_000
FEW_LINES_A_SECOND = 100
WARM_SECONDS = 2.0
PRESSES = 100
QUICK_PRESSES = 20
PAINT_GOAL_S = 0.05
PAGE_UP, END = b"\x1b[5~", b"\x1b[F"
STAYING, FOLLOWING = "staying here", "following"
PAUSES_S = (0.11, 0.17, 0.13, 0.23, 0.19)
START_SECONDS = 30.0
PAINT_SECONDS = 5.0
BUILD_SECONDS = 300.0


def measure(quick: bool, work: Path) -> Iterator[Result]:
    """The first frame against a bare app's, then 200,000 lines, then keys among 5,000 a second."""
    yield from _first_frame(quick, work)
    yield from _long_log(quick, work)
    yield from _keys(quick, work)


def _first_frame(quick: bool, work: Path) -> Iterator[Result]:
    bare = work / "bare.py"
    bare.write_text(BARE_APP, encoding="utf-8")
    script = shutil.which("walkthrough", path=str(Path(sys.executable).parent))
    if script is None:
        raise NotMeasurableError("The `walkthrough` command is not installed beside this Python.")
    title = load_course().lessons[0].title
    peaks: dict[str, list[int]] = {"ours": [], "bare": []}

    def ours() -> float:
        return _frame([script, "app"], title, work, peaks["ours"])

    def theirs() -> float:
        return _frame([sys.executable, str(bare)], "one label", work, peaks["bare"])

    ours(), theirs()
    our_s, their_s = alternated(ours, theirs, QUICK_FRAME_ROUNDS if quick else FRAME_ROUNDS)
    title = "first frame of `walkthrough app`"
    yield Compared(title, "ours", "textual app of one label", our_s, their_s, FRAME_GOAL)
    most, least = max(peaks["ours"]), max(peaks["bare"])
    yield Bounded("our memory at the first frame", most, "bytes")
    yield Bounded("the bare app's", least, "bytes")
    yield Bounded("memory, ratio", most / least, "ratio", FRAME_GOAL)
    yield Noted(
        "From the process's start until the first lesson's title, or the label, is painted."
    )


def _frame(command: Sequence[str], text: str, work: Path, peaks: list[int]) -> float:
    with Terminal(command, {"WALKTHROUGH_HOME": str(work / "home")}) as terminal:
        seconds = terminal.painted(text, START_SECONDS) - terminal.began
        peaks.append(terminal.peak_bytes())
    return seconds


def _long_log(quick: bool, work: Path) -> Iterator[Result]:
    lines = QUICK_LOG_LINES if quick else LOG_LINES
    file = work / "long-log.json"
    with _app(file, lines, AT_ONCE, work) as terminal:
        found = terminal.wait_for(file, BUILD_SECONDS)
        outcome = msgspec.json.decode(found, type=ScreenOutcome)
    if outcome.lines < lines:
        raise NotMeasurableError(f"{outcome.lines} of {lines} lines were kept on disk.")
    yield Bounded(f"{lines:,} log lines at once, in all", outcome.seconds, "s")
    yield Bounded("worst stall of the interface", outcome.stalls_s[0], "s", STALL_GOAL_S)
    yield Bounded("the tenth worst", outcome.stalls_s[9], "s")
    yield Bounded("peak memory, interpreter and all", outcome.peak_bytes, "bytes", MEMORY_GOAL)
    yield Noted(f"All lines went to disk, {outcome.shown:,} of them are held for the screen.")


def _keys(quick: bool, work: Path) -> Iterator[Result]:
    """Page up and end in turn, from the key's bytes to those of the words that answer it."""
    presses = QUICK_PRESSES if quick else PRESSES
    few = quantiles(_key_times(presses, FEW_LINES_A_SECOND, work), n=20)
    times = _key_times(presses, LINES_A_SECOND, work)
    many = quantiles(times, n=20)
    yield Bounded(f"key to paint at {FEW_LINES_A_SECOND:,} lines a second", few[9], "s")
    yield Bounded("95th percentile", few[18], "s")
    yield Bounded(f"key to paint at {LINES_A_SECOND:,} lines a second", many[9], "s")
    yield Bounded("95th percentile", many[18], "s", PAINT_GOAL_S)
    yield Bounded("slowest", max(times), "s")
    yield Noted(f"{presses} presses of page up and end on lesson {LESSON}, until the log says so.")


def _key_times(presses: int, rate: int, work: Path) -> list[float]:
    seconds_a_press = sum(PAUSES_S) / len(PAUSES_S) + PAINT_GOAL_S
    lines = int(rate * (presses * seconds_a_press * 3 + START_SECONDS))
    times = []
    with _app(work / "keys.json", lines, rate, work) as terminal:
        terminal.painted("module-", START_SECONDS)
        time.sleep(WARM_SECONDS)
        for number in range(presses):
            time.sleep(PAUSES_S[number % len(PAUSES_S)])
            key, answer = ((PAGE_UP, STAYING), (END, FOLLOWING))[number % 2]
            pressed = terminal.press(key)
            times.append(terminal.painted(answer, PAINT_SECONDS) - pressed)
    return times


def _app(file: Path, lines: int, rate: int, work: Path) -> Terminal:
    command = [sys.executable, "-m", "benchmarks.screen_child", str(file), str(lines), str(rate)]
    return Terminal(command, {"WALKTHROUGH_HOME": str(work / "home"), "PYTHONPATH": package_path()})

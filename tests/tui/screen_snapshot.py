"""A screen as a text file: its characters, and below them the styles of each row in both themes.

Pytest writes the files anew with --snapshot-update; they are there to be read.
"""

import string
from datetime import datetime
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pytest
from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.widgets import Input, TextArea

from tests.tui.reading import POLL_S, WAIT_S, Reader
from walkthrough.tui.themes import DARK_NAME, LIGHT_NAME

LETTERS = string.ascii_letters + "αβγδεζηθικλμνξοπρστυφχψω"
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")
CLOCKED = (
    "check_state",
    "engine_work",
    "lesson_run",
    "run_state",
    "widgets.engine_notice",
    "widgets.inside_reading",
)
STILL = SimpleNamespace(monotonic=lambda: 1000.0)
THEN = SimpleNamespace(now=lambda zone: datetime(2026, 11, 21, 9, 30, tzinfo=zone))
SAME_FRAMES = 2
MOST_TRIES = 5
Cell = tuple[str, str]
"""A character and its style."""
Frame = list[list[tuple[str, Style]]]


class TextFile(SingleFileSnapshotExtension):
    """One text file for each snapshot, below tests/tui/__snapshots__."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


def stop_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes on the screen: what runs is as far as its last event; a log is from then."""
    for module in CLOCKED:
        monkeypatch.setattr(f"walkthrough.tui.{module}.time", STILL)
    monkeypatch.setattr("walkthrough.store.build_logs.datetime", THEN)


class Camera:
    """Takes snapshots of a screen, by their names."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}

    async def take(self, pilot: Reader, name: str, *words: str) -> None:
        """Wait for these words and until the screen is still; keep what it shows in both themes."""
        for cursor in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
            cursor.cursor_blink = False
        for _ in range(MOST_TRIES):
            before = await _still(pilot, words)
            was_dark = pilot.app.theme == DARK_NAME
            pilot.app.theme = LIGHT_NAME if was_dark else DARK_NAME
            after = await _still(pilot, words)
            if _text(before) == _text(after):
                break
        else:
            raise AssertionError(f"{name}: the themes show different words")
        dark, light = (before, after) if was_dark else (after, before)
        self.taken[name] = _written(dark, light)


async def _still(pilot: Reader, words: tuple[str, ...]) -> list[list[Cell]]:
    """The cells of the screen, once the words are there and nothing changes any more."""
    before: Frame = []
    same = 0
    for _ in range(int(WAIT_S / POLL_S)):
        await pilot.pause(POLL_S)
        frame = _frame(pilot)
        same = same + 1 if frame == before and _shows(frame, words) else 0
        if same == SAME_FRAMES:
            return [_cells(row) for row in frame]
        before = frame
    raise AssertionError(f"never still with {words}\n{_characters(before)}")


def _frame(pilot: Reader) -> Frame:
    """What is on the screen, row by row in pieces of one style."""
    app: Any = pilot.app
    return [
        [(piece.text, piece.style or Style.null()) for piece in strip]
        for strip in app.screen._compositor.render_strips()
    ]


def _characters(frame: Frame) -> str:
    return "\n".join("".join(text for text, _ in row) for row in frame).replace("\u00a0", " ")


def _shows(frame: Frame, words: tuple[str, ...]) -> bool:
    text = _characters(frame)
    return all(word in text for word in words)


def _cells(row: list[tuple[str, Style]]) -> list[Cell]:
    """Each character with its style; a blank goes with what stands before it on the same ground."""
    cells: list[Cell] = []
    before = ""
    for text, style in row:
        for character in text:
            shown = _style(style, character == " ")
            if not (shown.startswith("on ") and before.endswith(shown)):
                before = shown
            cells.append((character, before))
    return cells


def _style(style: Style, is_blank: bool) -> str:
    attributes = [name for name in ATTRIBUTES if getattr(style, name)]
    ground = style.bgcolor.name if style.bgcolor else "default"
    ink = style.color.name if style.color else "default"
    if is_blank and not attributes:
        return f"on {ground}"
    return " ".join([ink, "on", ground, *attributes])


def _text(cells: list[list[Cell]]) -> str:
    return "\n".join("".join(character for character, _ in row).rstrip() for row in cells)


def _written(dark: list[list[Cell]], light: list[list[Cell]]) -> str:
    """The text, the runs of styles row by row, and what each letter stands for."""
    letters: dict[tuple[str, str], str] = {}
    rows = []
    for dark_row, light_row in zip(dark, light, strict=True):
        pairs = [(one, other) for (_, one), (_, other) in zip(dark_row, light_row, strict=True)]
        for pair in pairs:
            letters.setdefault(pair, LETTERS[len(letters)])
        runs = groupby(letters[pair] for pair in pairs)
        rows.append(" ".join(f"{len(list(run))}{letter}" for letter, run in runs))
    parts = [_text(dark), "", "Styles of the rows"]
    number = 1
    for runs_of_row, alike in groupby(rows):
        last = number + len(list(alike)) - 1
        parts.append(f"{number if last == number else f'{number}-{last}'}: {runs_of_row}")
        number = last + 1
    parts += ["", "Dark, light"]
    parts += [f"{letter}: {one}, {other}" for (one, other), letter in letters.items()]
    return "\n".join(parts).replace("\u00a0", " ") + "\n"

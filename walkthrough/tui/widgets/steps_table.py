"""The steps of a build as a table: stage, line, text, progress, state and time. Pure."""

from collections.abc import Sequence

from textual.content import Content

from walkthrough.report.numbers import JOIN, seconds
from walkthrough.tui.build_steps import StepRow
from walkthrough.tui.ink import DONE, FAILED, FAINT, HERE_GROUND, KEY, MUTED, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut, ground, line, pad

STATE_CELLS = 11
TIME_CELLS = 8
LINE_CELLS = 6
MOST_STAGE_CELLS = 12
NARROW = 60
UNTOLD_S = 0.05
LEAST_ROUNDED_S = 10
STATES = {"running": KEY, "done": DONE, "failed": FAILED, "stopped": WORSE}
TEXTS = {"running": STRONG, "failed": STRONG, "CACHED": MUTED, "waiting": FAINT}
TIMED = ("running", "done", "failed", "stopped")
OVER = ("done", "CACHED", "not needed")


def steps_table(steps: Sequence[StepRow], elapsed: float, width: int, most: int) -> list[Content]:
    """A head and at most so many rows: those around the step that is at work.

    The stage's name stands at its first row, and goes first where it is narrow.
    """
    longest = max((len(row.stage) for row in steps), default=0)
    stage_cells = min(MOST_STAGE_CELLS, longest + 2) if width >= NARROW else 0
    room = max(1, width - stage_cells - LINE_CELLS - STATE_CELLS - TIME_CELLS)
    head = line(
        (f"{'stage':<{stage_cells}}" if stage_cells else "", FAINT),
        (f"{'line':>4}  {'step':<{room}}{'state':<{STATE_CELLS}}{'time':>{TIME_CELLS}}", FAINT),
    )
    first, end = shown_rows(steps, most)
    rows = [head]
    if first:
        rows.append(_untold(steps[:first], "before", width, stage_cells))
    for place in range(first, end):
        row = steps[place]
        named = place == first or row.stage != steps[place - 1].stage
        stage = row.stage if named else ""
        rows.append(_step(row, stage, (stage_cells, room, width), elapsed))
    if end < len(steps):
        rows.append(_untold(steps[end:], "to come", width, stage_cells))
    return rows


def shown_rows(steps: Sequence[StepRow], most: int) -> tuple[int, int]:
    """Which rows fit into so many, with a row for those left out before and after."""
    if len(steps) <= most:
        return 0, len(steps)
    active = next((at for at, row in enumerate(steps) if row.state not in OVER), len(steps) - 1)
    if active < most - 1:
        return 0, most - 1
    if active >= len(steps) - (most - 1):
        return len(steps) - (most - 1), len(steps)
    room = max(1, most - 2)
    first = max(1, active - room // 2)
    return first, first + room


def _untold(steps: Sequence[StepRow], words: str, width: int, indent: int) -> Content:
    count = f"{len(steps)} {'step' if len(steps) == 1 else 'steps'} {words}"
    return cut(line(" " * (indent + LINE_CELLS), (f"… {count}", FAINT)), width)


def _step(row: StepRow, stage: str, cells: tuple[int, int, int], elapsed: float) -> Content:
    stage_cells, room, width = cells
    taken = max(0.0, elapsed - row.began_s) if row.state == "running" else row.seconds
    timed = row.state in TIMED and not (row.text.startswith("FROM") and taken < UNTOLD_S)
    took = seconds(taken) if timed else ""
    if row.state == "stopped":
        took = f"{taken:.{0 if taken >= LEAST_ROUNDED_S else 1}f}{JOIN}s"
    number = "" if row.line is None else str(row.line)
    ends = line(
        (f"{row.state:<{STATE_CELLS}}", STATES.get(row.state, FAINT)),
        (f"{took:>{TIME_CELLS}}", KEY if row.state == "running" else PLAIN),
    )
    if row.state == "stopped":
        room_of_both = STATE_CELLS + TIME_CELLS
        said = cut(line((f"stopped after {took}", WORSE)), room_of_both)
        ends = pad(said, room_of_both, right=True)
    drawn = line(
        pad(cut(line((stage, MUTED)), stage_cells - 1), stage_cells) if stage_cells else "",
        (f"{number:>4}  ", FAINT),
        pad(_text(row, room - 1), room),
        ends,
    )
    return ground(drawn, width, HERE_GROUND) if row.state == "running" else drawn


def _text(row: StepRow, room: int) -> Content:
    """The instruction, and how many bytes it has come, which stays whole."""
    text = line((row.text, TEXTS.get(row.state, PLAIN)))
    if not row.part or row.state != "running":
        return cut(text, room)
    part = line((row.part, KEY))
    return line(cut(text, max(8, room - part.cell_length - 2)), "  ", part)

"""The code with its gutter, as rows that know their line. Pure."""

from collections.abc import Iterator

from textual.content import Content

from walkthrough.course.dockerfile import parse
from walkthrough.report.numbers import seconds
from walkthrough.tui.code import highlighted
from walkthrough.tui.dockerfile.gutter import CELLS, CODE_CELLS, NARROW_CELLS, Gutter
from walkthrough.tui.dockerfile.shown import Shown, steps_by_line, working_lines
from walkthrough.tui.ink import ADDED_GROUND, CHANGED_GROUND, HERE_GROUND, MUTED
from walkthrough.tui.lines import ground, line, spread

GROUNDS = {"+": ADDED_GROUND, "~": CHANGED_GROUND}
INDENT = 4
TOLD_SHARE = 0.1
TOLD_FACTOR = 1.5


def code_rows(shown: Shown, cursor: int | None, width: int) -> Iterator[tuple[int, Content]]:
    """Each row with its line's number; a line that is too long takes more than one.

    The instruction that the cursor is on lies on a ground of its own.
    """
    is_roomy = width >= CELLS + CODE_CELLS
    room = width - (CELLS if is_roomy else NARROW_CELLS)
    here = _instruction_lines(shown, cursor)
    notes = _notes(shown)
    code = highlighted("\n".join(shown.source()), "docker")
    for gutter, text in zip(_gutters(shown, cursor), code, strict=True):
        pieces = _broken(text, room)
        note = line((notes.get(gutter.number, ""), MUTED))
        if note.cell_length and pieces[0].cell_length + note.cell_length + 2 < room:
            pieces[0] = spread(pieces[0], note, room if is_roomy else room - 1)
        rows = [line(gutter.roomy() if is_roomy else gutter.narrow(), pieces[0])]
        rows += [line(gutter.continued(is_roomy), " " * INDENT, one) for one in pieces[1:]]
        style = HERE_GROUND if gutter.number in here else GROUNDS.get(gutter.mark)
        for row in rows:
            yield gutter.number, ground(row, width, style) if style else row


def _gutters(shown: Shown, cursor: int | None) -> Iterator[Gutter]:
    steps = steps_by_line(shown.sample)
    works = working_lines(shown.variant)
    for number, mark in enumerate(shown.marks(), start=1):
        yield Gutter(
            number=number,
            mark=mark,
            step=steps.get(number),
            whole_s=0.0 if shown.sample is None else shown.sample.wall_s,
            works=number in works,
            here=number == cursor,
        )


def _instruction_lines(shown: Shown, cursor: int | None) -> range:
    """The lines of the instruction that the cursor is on; a line of no instruction is alone."""
    if cursor is None:
        return range(0)
    for one in parse(shown.variant.dockerfile).instructions:
        if one.line <= cursor <= one.end_line:
            return range(one.line, one.end_line + 1)
    return range(cursor, cursor + 1)


def _notes(shown: Shown) -> dict[int, str]:
    """What is said behind a line: of a FROM its base, of a step what it took before."""
    notes = {
        stage.line: shown.bases[stage.base]
        for stage in parse(shown.variant.dockerfile).stages
        if stage.base in shown.bases
    }
    if shown.sample is None or shown.sample_before is None:
        return notes
    told_from = TOLD_SHARE * max(shown.sample.wall_s, shown.sample_before.wall_s)
    now, before = steps_by_line(shown.sample), steps_by_line(shown.sample_before)
    for number, other in shown.counterparts().items():
        if number not in now or other not in before:
            continue
        took, took_before = now[number].seconds, before[other].seconds
        low, high = sorted((took, took_before))
        if high >= told_from and high > low * TOLD_FACTOR:
            notes[number] = f"was {seconds(took_before)}"
    return notes


def _broken(code: Content, width: int) -> list[Content]:
    """The line in pieces that fit, broken at blanks; the later ones are indented."""
    if code.cell_length <= width:
        return [code]
    pieces = []
    room = width
    while code.cell_length > room:
        at = code.plain.rfind(" ", 1, room)
        at = at if at > len(code.plain) - len(code.plain.lstrip()) else room
        pieces.append(code[:at])
        code = code[at:] if code.plain[at : at + 1] != " " else code[at + 1 :]
        room = width - INDENT
    return [*pieces, code]

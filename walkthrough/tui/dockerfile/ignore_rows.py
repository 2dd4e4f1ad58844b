"""The ignore file that a variant's build goes by, with what is new in it. Pure."""

from textual.content import Content

from walkthrough.tui.code import changes
from walkthrough.tui.dockerfile.gutter import EDGES, MARKS, NUMBER_CELLS
from walkthrough.tui.dockerfile.shown import Shown
from walkthrough.tui.ink import ADDED_GROUND, CHANGED_GROUND, FAINT, MUTED, PLAIN
from walkthrough.tui.lines import ground, line, rule

NAME = ".dockerignore"
GROUNDS = {"+": ADDED_GROUND, "~": CHANGED_GROUND}


def ignore_rows(shown: Shown, width: int) -> list[Content]:
    """Its name, then a row for each line, cut into pieces where that is longer; nothing without."""
    rules = lines_of(shown.variant.ignore)
    if not rules:
        return []
    before = lines_of(shown.before.ignore) if shown.before is not None else []
    told = f"as in {shown.before.id}" if shown.before is not None and before == rules else ""
    rows = [Content(""), rule(NAME, line((told, MUTED)), width)]
    room = width - NUMBER_CELLS - 3
    for number, (text, mark) in enumerate(zip(rules, changes(before, rules), strict=True), start=1):
        ink = FAINT if text.startswith("#") else PLAIN
        for place, piece in enumerate(line((text, ink)).fold(room) if text else [Content("")]):
            digits = "" if place else str(number)
            row = line(
                ("▎", EDGES[mark]),
                (f"{digits:>{NUMBER_CELLS - 1}} ", FAINT),
                (mark or " ", MARKS[mark]),
                " ",
                piece,
            )
            rows.append(ground(row, width, GROUNDS[mark]) if mark else row)
    return rows


def brings_ignore_file(shown: Shown) -> bool:
    """Whether the ignore file is new, or another one than the variant before has."""
    rules = lines_of(shown.variant.ignore)
    return bool(rules) and (shown.before is None or rules != lines_of(shown.before.ignore))


def lines_of(ignore: str | None) -> list[str]:
    """The file's lines; none where there is no file."""
    return [] if ignore is None else ignore.rstrip("\n").split("\n")

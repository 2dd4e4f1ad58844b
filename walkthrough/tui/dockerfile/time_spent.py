"""Where the time went: the line that took longest and all the rest, a bar a variant. Pure."""

import re

from textual.content import Content

from walkthrough.course.dockerfile import parse
from walkthrough.tui.bars import split_bar
from walkthrough.tui.dockerfile.shown import Shown, slowest_step, steps_by_line
from walkthrough.tui.format import aligned
from walkthrough.tui.ink import BEFORE, MUTED, NEW, PLAIN, STRONG
from walkthrough.tui.lines import line, pad, spread

COMMAND_WORDS = 2
_ASSIGNMENT = re.compile(r"\w+=")


def time_spent(shown: Shown, width: int) -> list[Content]:
    """The chart; nothing where nothing was measured or all came from the cache."""
    slowest = slowest_step(shown.sample)
    if shown.sample is None or slowest is None or slowest.line is None:
        return []
    legend = line(
        *(("■ ", NEW), (f"line {slowest.line}, {_command(shown, slowest.line)}   ", MUTED)),
        *(("■ ", BEFORE), ("everything else", MUTED)),
    )
    rows = [Content(""), spread(line(("Where the time went", STRONG)), legend, width)]
    bars = [(shown.variant.id, slowest.seconds, shown.sample.wall_s)]
    if shown.before is not None and shown.sample_before is not None:
        bars.insert(
            0, (shown.before.id, _same_before(shown, slowest.line), shown.sample_before.wall_s)
        )
    scale = max(whole for _, _, whole in bars)
    names = max(len(name) for name, _, _ in bars) + 2
    values = _on_the_point([whole for _, _, whole in bars])
    for (name, part, whole), value_text in zip(bars, values, strict=True):
        is_own = name == shown.variant.id
        room = width - names - len(value_text) - 4
        drawn = split_bar(part, whole, scale, room, (NEW, BEFORE))
        value = line((value_text, STRONG if is_own else PLAIN), (" s", MUTED))
        rows.append(line(pad(line((name, STRONG if is_own else MUTED)), names), drawn, " ", value))
    return rows


def _on_the_point(values: list[float]) -> list[str]:
    """The numbers in cells of one width, their decimal points below each other."""
    texts = [aligned(value) for value in values]
    start = min(len(one) - len(one.lstrip()) for one in texts)
    end = max(len(one.rstrip()) for one in texts)
    return [text[start:end] for text in texts]


def _same_before(shown: Shown, number: int) -> float:
    """What the same step took in the variant before; its slowest one where there is no such."""
    steps = steps_by_line(shown.sample_before)
    same = steps.get(shown.counterparts().get(number, 0)) or slowest_step(shown.sample_before)
    return 0.0 if same is None else same.seconds


def _command(shown: Shown, number: int) -> str:
    """`go build`, `COPY . .`: the step in two or three words."""
    one = next(one for one in parse(shown.variant.dockerfile).instructions if one.line == number)
    words = [word for word in one.value.split() if not _ASSIGNMENT.match(word)]
    return " ".join(words[:COMMAND_WORDS] if one.keyword == "RUN" else [one.keyword, *words[:2]])

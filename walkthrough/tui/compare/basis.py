"""What the figures rest on: how many runs, which bases, recorded or not, what is left out. Pure."""

from collections.abc import Sequence

from textual.content import Content

from walkthrough.tui.compare.blocks import Block, Shown
from walkthrough.tui.format import bases_words, plural
from walkthrough.tui.ink import FAINT, WORSE
from walkthrough.tui.lines import line, wrap


def basis_rows(shown: Shown, measured: Sequence[Block], width: int) -> list[Content]:
    """The sentences below all figures."""
    rows = wrap(line((_basis(shown, measured), FAINT)), width)
    for sentence in shown.not_shown:
        rows += wrap(line((sentence, WORSE)), width)
    return rows


def _left_out_words(shown: Shown, times: Sequence[Block]) -> str:
    """How many runs no figure rests on, each counted once however many metrics it is of."""
    left_out = {
        sample
        for block in times
        for name in block.spreads
        for sample in shown.results[name].left_out(block.metric)
    }
    verb = "is" if len(left_out) == 1 else "are"
    runs = f"disturbed {plural(len(left_out), 'run')}"
    return f"; {runs} {verb} left out" if left_out else ""


def _basis(shown: Shown, measured: Sequence[Block]) -> str:
    times = [block for block in measured if block.metric.scenario is not None]
    counts = {one.count for block in times or measured for one in block.spreads.values()}
    least, most = min(counts), max(counts)
    recorded = shown.conditions.recorded_on if shown.conditions is not None else ""
    left_out = _left_out_words(shown, times)
    if most == 1:
        more = "" if recorded else ": r measures more, ranges come with three"
        said = f"One run each{left_out}{more}."
    else:
        runs = f"{'' if least == most else 'up to '}{plural(most, 'run')}"
        said = f"Medians of {runs}{', then lowest to highest' if most > 2 else ''}{left_out}."
    if shown.conditions is None:
        return said
    where = f" Recorded on {recorded}, not measured here." if recorded else ""
    return f"{said} {bases_words(shown.conditions).capitalize()}.{where}"

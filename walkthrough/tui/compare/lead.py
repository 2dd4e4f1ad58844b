"""What a comparison begins with: the lesson's main figure, and what the reader predicted. Pure."""

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from walkthrough.course.metric import Metric
from walkthrough.learn.predictions import Outcome
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import times
from walkthrough.report.prediction_words import answer_words, measured_words
from walkthrough.tui.bars import large
from walkthrough.tui.compare.blocks import DECIDED, Block, Shown, outcome_of
from walkthrough.tui.format import gain_words, short_verdict
from walkthrough.tui.ink import BETTER, MUTED, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut_at_word, line, pad, wrap

SIGN_CELLS = 5
KEPT = "As the lesson promised."
BROKEN = "Not what the lesson promised: here it came out otherwise."


class Lead(Struct, frozen=True):
    """The comparison that the lesson is about."""

    metric: Metric
    comparison: Comparison


def lead_of(shown: Sequence[Block]) -> Lead | None:
    """The lesson's first comparison that has a verdict."""
    for block in shown:
        for one in block.comparisons:
            if one.verdict in DECIDED and (one.ratio or one.verdict == "lower"):
                if one.ratio and "×" not in short_verdict(one, block.metric):
                    continue
                return Lead(block.metric, one)
    return None


def lead_rows(lead: Lead, shown: Shown, width: int) -> list[Content]:
    """The figure in three rows, with what it says, of what, and what was expected."""
    one = lead.comparison
    ink = BETTER if one.verdict == "lower" else WORSE
    sign = "×" if one.ratio else " "
    figure = large(_factor(one).removesuffix("×"))
    room = width - len(figure[0]) - SIGN_CELLS
    first = gain_words(one, lead.metric, shown.course)
    about = [
        line((first, STRONG), (" (disturbed)" if one.disturbed else "", WORSE)),
        line((f"{one.to} against {one.from_id}.", MUTED), " ", promise_part(one)),
        _predicted(outcome_of(shown, lead.metric, (one.to,)), room),
    ]
    rows = [
        line((row, ink), " ", (mark, ink), "   ", words)
        for row, mark, words in zip(figure, (" ", sign, " "), about, strict=True)
    ]
    return [*(pad(cut_at_word(row, width), width) for row in rows), Content("")]


def answer_rows(block: Block, shown: Shown, lead: Lead | None, width: int) -> list[Content]:
    """The reader's answer to a question about this metric, unless it stands beside the lead."""
    told = lead and outcome_of(shown, lead.metric, (lead.comparison.to,))
    one = outcome_of(shown, block.metric, shown.lesson.variants)
    return [] if one is None or one is told else wrap(_predicted(one, width), width)


def promise_part(comparison: Comparison) -> tuple[str, str]:
    """Whether the figures hold what the lesson promises; empty where it promises nothing."""
    if comparison.kept is None:
        return ("", MUTED)
    return (KEPT, MUTED) if comparison.kept else (BROKEN, WORSE)


def _factor(comparison: Comparison) -> str:
    if not comparison.ratio:
        return "0"
    lower = comparison.verdict == "lower"
    return times(1 / comparison.ratio if lower else comparison.ratio)


def _predicted(one: Outcome | None, width: int) -> Content:
    """The answer beside the measured figure, and how it stands where there is room for that."""
    if one is None or one.figure is None:
        return Content("")
    ink = BETTER if one.verdict == "right" else PLAIN
    said, measured = answer_words(one), measured_words(one)
    whole = line((said, MUTED), " ", (measured, ink))
    short = line((said, MUTED), " ", (f"{measured.partition('. ')[0].rstrip('.')}.", ink))
    return whole if whole.cell_length <= width else short

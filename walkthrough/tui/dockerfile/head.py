"""Above the code: which variant it is, what it is read against, and what its build took. Pure."""

from textual.content import Content

from walkthrough.measure.model import Sample
from walkthrough.report.numbers import seconds
from walkthrough.tui.dockerfile.shown import Shown
from walkthrough.tui.ink import KEY, MUTED, STRONG, WORSE
from walkthrough.tui.lines import cut, fit, line, spread

UNMEASURED = "The time of each line appears here with your first build."


def two_rows(shown: Shown, width: int) -> list[Content]:
    """The variant and its time; what changed and the time before, or when times will appear."""
    rows = [spread(line(_name(shown), _against(shown)), _time(shown), width)]
    counts = _counts(shown, " changed", " new", "   ")
    if shown.sample is None:
        rows.append(cut(line((UNMEASURED, MUTED)), width))
    elif counts.cell_length or shown.sample_before is not None:
        rows.append(spread(counts, _time_before(shown), width))
    return [*rows, Content("")]


def one_row(shown: Shown, width: int) -> list[Content]:
    """The same on one row, as far as there is room for it."""
    time = _time(shown)
    long, short = _counts(shown, " changed", " new", "   "), _counts(shown, "", "", " ")
    options = (
        line(_name(shown), _against(shown), "   ", long),
        line(_name(shown), _against(shown), "  ", short),
        line(_name(shown), "  ", short),
        _name(shown),
    )
    return [spread(fit(options, width - time.cell_length - 1), time, width)]


def _name(shown: Shown) -> Content:
    return line((shown.variant.id, STRONG))


def _against(shown: Shown) -> Content:
    return line((f"  against {shown.before.id}" if shown.before is not None else "", MUTED))


def _counts(shown: Shown, changed_word: str, new_word: str, gap: str) -> Content:
    marks = shown.marks()
    changed, new = marks.count("~"), marks.count("+")
    return line(
        (f"~ {changed}{changed_word}" if changed else "", "$text-warning"),
        gap if changed and new else "",
        (f"+ {new}{new_word}" if new else "", "$text-success"),
    )


def _time(shown: Shown) -> Content:
    title = shown.scenario.title.lower()
    if shown.sample is None:
        return line((f"{title}: not built yet", MUTED))
    return line((f"{title}  ", MUTED), (seconds(shown.sample.wall_s), KEY), _mark(shown.sample))


def _mark(sample: Sample) -> tuple[str, str]:
    """Behind the time of a build that was not as it should be."""
    if sample.foreign_steps:
        return (", not cold", WORSE)
    return (", disturbed" if sample.disturbed else "", WORSE)


def _time_before(shown: Shown) -> Content:
    if shown.before is None or shown.sample_before is None:
        return Content("")
    took = f"{shown.before.id} took {seconds(shown.sample_before.wall_s)}"
    return line((took, MUTED), _mark(shown.sample_before))

"""The course's lessons and extras: what each brought, how long it takes, which one is selected."""

from collections.abc import Iterator

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from walkthrough.course.model import Lesson
from walkthrough.measure.headline import Headline
from walkthrough.report.numbers import figure
from walkthrough.report.story import is_finished, steps_of
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import minutes_words, short_verdict
from walkthrough.tui.ink import BETTER, DONE, FAINT, HERE_GROUND, KEY, MUTED, NEW, PLAIN, WORSE
from walkthrough.tui.lines import cut_at_word, ground, line, pad, rule, spread

ONE_ROW_FROM = 72
FIGURES_CELLS = 21
VERDICT_CELLS = 18
START = "where you start"
DISTURBED = "disturbed"
EXTRA = "+"
BLOCK_ROWS = 3
COUNTED = {"total_steps": "steps", "modules_downloaded": "modules", "files": "files"}
BETTER_IN = {"lower": BETTER, "higher": WORSE}


class Start(Struct, frozen=True):
    """What the course begins with: the image in bytes, the build after a code edit in seconds and
    what disturbed that."""

    image_bytes: float
    edit_s: float
    disturbed: str = ""


class LessonRow(Struct, frozen=True):
    """One lesson with what the reader has done of it and got from it."""

    lesson: Lesson
    begun: bool
    done: frozenset[str]
    headline: Headline | None
    step: str = ""
    start: Start | None = None

    @property
    def finished(self) -> bool:
        """Whether every step is behind the reader."""
        return is_finished(self.lesson, self.done)

    @property
    def is_extra(self) -> bool:
        """Whether it stands below the course."""
        return self.lesson.number is None


class LessonList(Drawn, can_focus=True):
    """Two rows a lesson where there is height, one where there is not; an extra has one."""

    rows: reactive[tuple[LessonRow, ...]] = reactive(())
    selected: reactive[int] = reactive(0)
    roomy: reactive[bool] = reactive(True)

    class Opened(Message):
        """The selected lesson was clicked once more."""

    def watch_rows(self) -> None:
        self.redraw()

    def watch_selected(self) -> None:
        self.redraw()
        self.call_after_refresh(self._scroll_to_selected)

    def watch_roomy(self) -> None:
        self.redraw()

    def validate_selected(self, selected: int) -> int:
        return max(0, min(selected, len(self.rows) - 1))

    def lines(self, width: int) -> list[Content]:
        return list(self._lines(width))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        clicked = next(
            (n for n, (top, rows) in enumerate(self._places()) if top <= offset.y < top + rows),
            None,
        )
        if clicked is None:
            return
        if clicked == self.selected:
            self.post_message(self.Opened())
        self.selected = clicked

    def _scroll_to_selected(self) -> None:
        """Bring the selected lesson into sight, with the heading of the extras over the first."""
        if self.rows and isinstance(self.parent, Widget):
            top, rows = self._places()[self.selected]
            above = 1 if self._begins_extras(self.selected) else 0
            region = Region(0, top - above, 1, rows + above)
            self.parent.scroll_to_region(region, animate=False, force=True)

    def _places(self) -> list[tuple[int, int]]:
        """The first line of each lesson, and how many it has."""
        places: list[tuple[int, int]] = []
        top = 0
        for number, row in enumerate(self.rows):
            top += 1 if self._begins_extras(number) else 0
            rows = BLOCK_ROWS if self.roomy and not row.is_extra else 1
            places.append((top, rows))
            top += rows
        return places

    def _begins_extras(self, number: int) -> bool:
        """Whether the heading of the extras stands above this row."""
        return self.rows[number].is_extra and not (number and self.rows[number - 1].is_extra)

    def _lines(self, width: int) -> Iterator[Content]:
        for number, row in enumerate(self.rows):
            here = number == self.selected
            if self._begins_extras(number):
                extras = len(self.rows) - number
                yield rule("Extras", line((f"{extras}, none is counted", MUTED)), width)
            if self.roomy and not row.is_extra:
                yield from self._block(row, here, width)
            else:
                yield self._row(row, here, width)

    def _block(self, row: LessonRow, here: bool, width: int) -> list[Content]:
        if row.finished:
            words = "done" if "Exercise" in row.done else "done, exercise open"
            when = line((words, KEY if here else MUTED), " ")
        elif row.step:
            steps = steps_of(row.lesson)
            place = steps.index(row.step) + 1
            when = line((f"part {place} of {len(steps)}", KEY if here else MUTED), " ")
        else:
            when = line((minutes_words(row.lesson.minutes), KEY if here else MUTED), " ")
        first = spread(self._name_of(row, here), when, width)
        ink = MUTED if here else FAINT
        below = gained(row) or line((row.lesson.summary, ink))
        edge = ("▌", NEW) if here else " "
        told = cut_at_word(below, width - 9).stylize_before(ink)
        second = line(edge, " " * 7, told)
        if here:
            return [ground(one, width, HERE_GROUND) for one in (first, second)] + [Content("")]
        return [first, second, Content("")]

    def _row(self, row: LessonRow, here: bool, width: int) -> Content:
        about = gained(row)
        if about is not None and width >= ONE_ROW_FROM - 4:
            right = pad(about, FIGURES_CELLS + VERDICT_CELLS)
        elif about is not None:
            right = about[FIGURES_CELLS:]
        else:
            filler = VERDICT_CELLS - 6 if width >= ONE_ROW_FROM - 4 else 0
            right = line((f"{minutes_words(row.lesson.minutes):>6}", FAINT), " " * filler)
        drawn = spread(self._name_of(row, here), right, width)
        return ground(drawn, width, HERE_GROUND) if here else drawn

    def _name_of(self, row: LessonRow, here: bool) -> Content:
        mark = ("●", KEY) if row.begun else ("○", KEY if here else FAINT)
        if row.finished:
            mark = ("✓", DONE)
        ink = KEY if here else PLAIN if row.finished or row.begun else MUTED
        edge = ("▌", NEW) if here else " "
        number = f"{row.lesson.number or EXTRA}  "
        return line(edge, " ", mark, "  ", (number, MUTED), (row.lesson.title, ink))


def gained(row: LessonRow) -> Content | None:
    """`397 MB →  15.1 MB   26× smaller`; what the course begins with for its first lesson."""
    if row.start is not None:
        image, edit = figure(row.start.image_bytes, "bytes"), figure(row.start.edit_s, "s")
        pair = line((f"{image:<8}", MUTED), ("· ", FAINT), (f"{edit:>8}", PLAIN))
        said = (DISTURBED, WORSE) if row.start.disturbed else (START, MUTED)
        return line(pad(pair, FIGURES_CELLS), said)
    if row.headline is None:
        return None
    unit = row.headline.metric.unit
    before, after = figure(row.headline.before, unit), figure(row.headline.after, unit)
    pair = line((f"{before:<8}", MUTED), ("→ ", FAINT), (f"{after:>8}", PLAIN))
    return line(pad(pair, FIGURES_CELLS), verdict(row.headline))


def verdict(headline: Headline) -> Content:
    """The headline's verdict in its colour, with what is counted where it is no time or size; of
    disturbed builds only that they were."""
    comparison, metric = headline.comparison, headline.metric
    if comparison.disturbed:
        return line((DISTURBED, WORSE))
    said = short_verdict(comparison, metric)
    if metric.figure in COUNTED and comparison.ratio:
        said = f"{said} {COUNTED[metric.figure]}"
    return line((said, BETTER_IN.get(comparison.verdict, MUTED)))

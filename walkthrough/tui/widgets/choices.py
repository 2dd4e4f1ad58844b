"""A question with its numbered choices, each with the range that it stands for on one scale."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from walkthrough.course.model import Choice
from walkthrough.report.numbers import figure
from walkthrough.report.prediction_words import NO_SCORE, outcome_words
from walkthrough.tui.bars import range_bar, row_bar
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import BEFORE, FAINT, HERE_GROUND, KEY, MUTED, NEW, PLAIN, STRONG, UNSURE
from walkthrough.tui.lines import ground, line, pad, wrap
from walkthrough.tui.questions import Question

NUMBER_CELLS = 5
SPACED_FROM = 80
BARS_FROM = 64
ROOM_ABOVE = 1.3


class Choices(Drawn):
    """The chosen one is marked; a click marks one too."""

    question: reactive[Question | None] = reactive(None)
    chosen: reactive[int | None] = reactive(None)

    class Clicked(Message):
        """A choice was clicked."""

        def __init__(self, choice: int) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, int] = {}

    def watch_question(self) -> None:
        self.redraw()

    def watch_chosen(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        question = self.question
        if question is None:
            return []
        outcome = question.outcome
        prediction = outcome.prediction
        spaced = width >= SPACED_FROM
        gap = [Content("")] if spaced else []
        names = NUMBER_CELLS + 2 + max(len(one.text) for one in prediction.choices)
        scale = _scale(question)
        rows = [
            *wrap(line((prediction.question, STRONG)), width),
            Content(""),
            *gap,
            *_known(question, names, scale, width),
            line((f"Your prediction for {prediction.variant}", MUTED)),
            *gap,
        ]
        self._rows = {}
        for place, choice in enumerate(prediction.choices):
            for row in self._choice(place, choice, (names, scale, width)):
                self._rows[len(rows)] = place
                rows.append(row)
            rows += gap
        return [*rows, Content(""), *_below(question, width)]

    def _choice(self, place: int, choice: Choice, room: tuple[int, float, int]) -> list[Content]:
        names, scale, width = room
        chosen = place == self.chosen
        mark = line(("▌" if chosen else " ", KEY), (f" {place + 1} ", KEY), " ")
        if width < BARS_FROM or names > width // 2:
            wrapped = wrap(line((choice.text, STRONG if chosen else PLAIN)), width - NUMBER_CELLS)
            rows = [line(pad(mark, NUMBER_CELLS), wrapped[0])]
            rows += [line(" " * NUMBER_CELLS, more) for more in wrapped[1:]]
        else:
            text = line(pad(mark, NUMBER_CELLS), (choice.text, STRONG if chosen else PLAIN))
            colour = NEW if chosen else UNSURE
            drawn = range_bar((choice.at_least, choice.below), scale, width - names, colour)
            rows = [line(pad(text, names), drawn)]
        return [ground(pad(row, width), width, HERE_GROUND) for row in rows] if chosen else rows

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        choice = self._rows.get(offset.y) if offset is not None else None
        if choice is not None:
            self.post_message(self.Clicked(choice))


def _scale(question: Question) -> float:
    """What a bar of full length stands for: above every border and every figure."""
    choices = question.outcome.prediction.choices
    borders = [one.below for one in choices if one.below != float("inf")]
    borders += [one.at_least for one in choices]
    figures = [one for one in (question.known, question.outcome.figure) if one is not None]
    return max([*borders, *figures]) * ROOM_ABOVE


def _known(question: Question, names: int, scale: float, width: int) -> Sequence[Content]:
    """What was measured of the variant that this one is compared with."""
    if question.known is None:
        return []
    words = figure(question.known, question.outcome.metric.unit)
    text = line(" " * NUMBER_CELLS, (question.known_id, MUTED), "  ", (words, PLAIN))
    if width >= BARS_FROM and text.cell_length < names:
        drawn = row_bar(question.known, scale, width - names, BEFORE)
        text = line(pad(text, names), drawn)
    gap = [Content("")] if width >= SPACED_FROM else []
    return [line(("Measured already", MUTED)), *gap, text, Content(""), *gap]


def _below(question: Question, width: int) -> Sequence[Content]:
    if question.outcome.figure is not None:
        return wrap(line((outcome_words(question.outcome), PLAIN)), width)
    return wrap(line((f"{question.place}. ", FAINT), (NO_SCORE, MUTED)), width)

"""The Predict step: one question before the first build, answered with a key or a click.

Tells the screen with `Chosen` and `Skipped`.
"""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive

from walkthrough.learn.predictions import Outcome
from walkthrough.report.prediction_words import NO_SCORE, outcome_words
from walkthrough.tui.commands import bindings
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, HERE_GROUND, KEY, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import ground, line, pad, wrap

NUMBER_CELLS = 5


class Choices(Drawn):
    """A question with its numbered choices; the chosen one is marked."""

    outcome: reactive[Outcome | None] = reactive(None)
    chosen: reactive[int | None] = reactive(None)

    class Clicked(Message):
        """A choice was clicked."""

        def __init__(self, choice: int) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self) -> None:
        super().__init__()
        self._place = ""
        self._rows: dict[int, int] = {}

    def ask(self, outcome: Outcome, place: str) -> None:
        """Ask this question; `place` says which of how many it is."""
        self._place = place
        answer = outcome.answer
        self.outcome, self.chosen = outcome, None if answer is None else answer.choice
        self.redraw()

    def watch_chosen(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.outcome is None:
            return []
        prediction = self.outcome.prediction
        rows = [
            *wrap(line((f"{prediction.variant}: what do you expect?", MUTED)), width),
            Content(""),
            *wrap(line((prediction.question, STRONG)), width),
            Content(""),
        ]
        self._rows = {}
        for place, choice in enumerate(prediction.choices):
            for row in self._choice(place, choice.text, width):
                self._rows[len(rows)] = place
                rows.append(row)
        return [*rows, Content(""), *self._below(width)]

    def _choice(self, place: int, text: str, width: int) -> list[Content]:
        chosen = place == self.chosen
        mark = line(("▌" if chosen else " ", KEY), (f" {place + 1} ", KEY), " ")
        wrapped = wrap(line((text, STRONG if chosen else PLAIN)), width - NUMBER_CELLS)
        rows = [line(pad(mark, NUMBER_CELLS), wrapped[0])]
        rows += [line(" " * NUMBER_CELLS, more) for more in wrapped[1:]]
        return [ground(pad(row, width), width, HERE_GROUND) for row in rows] if chosen else rows

    def _below(self, width: int) -> Sequence[Content]:
        assert self.outcome is not None
        if self.outcome.figure is not None:
            return wrap(line((outcome_words(self.outcome), PLAIN)), width)
        place = f"{self._place}. " if self._place else ""
        return wrap(line((place, FAINT), (NO_SCORE, MUTED)), width)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        choice = self._rows.get(offset.y) if offset is not None else None
        if choice is not None:
            self.post_message(self.Clicked(choice))


class PredictPane(VerticalScroll):
    """One question at a time."""

    BINDINGS = bindings("predict")
    place = "predict"

    _choices = query_one(Choices)

    class Chosen(Message):
        """The reader has a choice marked; nothing is kept yet."""

    class Skipped(Message):
        """The reader wants to go on without an answer."""

    def __init__(self) -> None:
        super().__init__(id="predict")

    def compose(self) -> ComposeResult:
        yield Choices()

    @property
    def chosen(self) -> int | None:
        """The marked choice, None while there is none."""
        return self._choices.chosen

    def ask(self, outcome: Outcome, place: str) -> None:
        """Ask this question; `place` says which of how many it is."""
        self._choices.ask(outcome, place)

    def action_choose(self, choice: int) -> None:
        """Mark the choice with this place, if there is one."""
        outcome = self._choices.outcome
        if outcome is None or outcome.figure is not None or outcome.answer is not None:
            return
        if choice < len(outcome.prediction.choices):
            self._choices.chosen = choice
            self.post_message(self.Chosen())

    def action_skip(self) -> None:
        """Go on without an answer."""
        self.post_message(self.Skipped())

    def action_move(self, steps: int) -> None:
        """Mark the choice above or below."""
        outcome = self._choices.outcome
        if outcome is not None:
            last = len(outcome.prediction.choices) - 1
            now = self._choices.chosen
            self.action_choose(max(0, min(last, 0 if now is None else now + steps)))

    def on_choices_clicked(self, message: Choices.Clicked) -> None:
        self.action_choose(message.choice)

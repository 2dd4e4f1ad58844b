"""The Predict step: one question before the first build, answered with a key or a click.

Tells the screen with `Chosen` and `Skipped`.
"""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.message import Message

from walkthrough.tui.commands import bindings
from walkthrough.tui.questions import Question, is_open
from walkthrough.tui.widgets.choices import Choices


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

    def ask(self, question: Question) -> None:
        """Ask this question, with the answer that was given to it marked."""
        answer = question.outcome.answer
        self._choices.question = question
        self._choices.chosen = None if answer is None else answer.choice

    def action_choose(self, choice: int) -> None:
        """Mark the choice with this place, if there is one."""
        question = self._choices.question
        if question is None or not is_open(question.outcome):
            return
        if choice < len(question.outcome.prediction.choices):
            self._choices.chosen = choice
            self.post_message(self.Chosen())

    def action_skip(self) -> None:
        """Go on without an answer."""
        self.post_message(self.Skipped())

    def action_move(self, steps: int) -> None:
        """Mark the choice above or below."""
        question = self._choices.question
        if question is not None:
            last = len(question.outcome.prediction.choices) - 1
            now = self._choices.chosen
            self.action_choose(max(0, min(last, 0 if now is None else now + steps)))

    def on_choices_clicked(self, message: Choices.Clicked) -> None:
        self.action_choose(message.choice)

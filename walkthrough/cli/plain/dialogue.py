"""Saying and asking on a scrolling terminal: whole lines, no cursor movement, no colour.

Standard input may be a pipe: each line answers one question, and its end ends the dialogue.
"""

import shutil
import sys
import textwrap
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from msgspec import Struct

from walkthrough.report.numbers import JOIN
from walkthrough.tui.foreign_text import harmless

WIDEST = 100
NARROWEST = 20
LIST = "?"


class Choice(Struct, frozen=True):
    """One thing that the reader can do: what is typed for it, and its words.

    `short` says it in the question where the words are many.
    """

    key: str
    words: str
    short: str = ""


QUIT = Choice("q", "quit; where you are is kept")
"""What can be typed for every question, whether it is listed or not."""


class ReaderLeftError(Exception):
    """The reader quits, or standard input has ended: there is nobody to ask."""


class Dialogue:
    """Lines to the reader, and answers from the reader."""

    def __init__(
        self, answers: TextIO, write: Callable[[str], object], width: int, *, echo: bool
    ) -> None:
        """`echo` repeats each answer: a pipe does not show what comes through it."""
        self._answers = answers
        self._write = write
        self._echo = echo
        self._lock = threading.Lock()
        self.note = ""
        """What every question begins with, so that it is never out of sight."""
        self.width = max(NARROWEST, min(width, WIDEST))

    def say(self, text: str = "", indent: str = "") -> None:
        """Say lines, each broken between words; what is continued begins with `indent`."""
        for line in text.split("\n"):
            wrapped = textwrap.fill(
                harmless(line),
                self.width,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            self._put(wrapped.replace(JOIN, " ") + "\n")

    def say_all(self, texts: Iterable[str], indent: str = "") -> None:
        """Say one paragraph after the other."""
        for text in texts:
            self.say(text, indent)

    def choose(self, choices: Sequence[Choice], default: str) -> str:
        """The key of what the reader chooses; an empty line chooses the default.

        Raises ReaderLeftError, as every question does.
        """
        usual = next(one for one in choices if one.key == default)
        question = f"Enter: {usual.short or usual.words}. {LIST}: all choices."
        return self._chosen(question, choices) or default

    def choose_one(self, choices: Sequence[Choice]) -> str:
        """The key of what the reader chooses, where an empty line chooses nothing."""
        keys = ", ".join(one.key for one in choices)
        while True:
            key = self._chosen(f"Choose {keys}.", choices)
            if key:
                return key
            self.list_choices(choices)

    def list_choices(self, choices: Iterable[Choice]) -> None:
        """Say what there is to choose from, a line each."""
        for one in choices:
            self.say(f"{one.key}  {one.words}", indent="   ")

    def ask(self, question: str) -> str:
        """What the reader types, without blanks around it.

        Raises ReaderLeftError for the key that quits and at the end of standard input.
        """
        self.say(f"{self.note}{question}")
        self._put("> ")
        answer = self._answers.readline()
        if not answer:
            self._put("\n")
            raise ReaderLeftError
        if self._echo:
            self._put(answer if answer.endswith("\n") else f"{answer}\n")
        if answer.strip().lower() == QUIT.key:
            raise ReaderLeftError
        return answer.strip()

    def _chosen(self, question: str, choices: Sequence[Choice]) -> str:
        """The key that is typed, empty for an empty line; other words list the choices."""
        keys = {"", *(one.key for one in choices)}
        while True:
            answer = self.ask(question).lower()
            if answer in keys:
                return answer
            if answer != LIST:
                self.say(f"There is no choice {answer}.")
            self.list_choices(choices)

    def _put(self, text: str) -> None:
        with self._lock:
            self._write(text)


def standard_dialogue() -> Dialogue:
    """The dialogue on standard input and output, as wide as the terminal."""

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    width = shutil.get_terminal_size().columns - 1
    return Dialogue(sys.stdin, write, width, echo=not sys.stdin.isatty())

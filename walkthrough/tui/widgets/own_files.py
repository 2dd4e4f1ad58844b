"""The reader's own files, edited here or in an editor of theirs; a save never overwrites unseen."""

import os
from collections.abc import Sequence
from pathlib import Path

import click
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import TextArea

from walkthrough.errors import BadInputError
from walkthrough.learn.own_file import read_own_text, write_own_text
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import KEY, MUTED, WORSE
from walkthrough.tui.lines import line, rule, wrap


class FileTitle(Drawn):
    """Which file it is, where it lies, whether it is saved, or why it cannot be edited."""

    file = ""
    place = ""
    unsaved = False
    checked = ""
    problem = ""

    def lines(self, width: int) -> list[Content]:
        if not self.file:
            return [line(("Start the exercise first: enter.", MUTED))]
        right = (self.checked, KEY) if self.checked else (self.place, MUTED)
        if self.unsaved:
            right = ("not saved: ctrl+s or esc saves", WORSE)
        problem = wrap(line((self.problem, WORSE)), width) if self.problem else []
        return [rule(self.file, line(right), width), *problem]


class OwnFiles(Vertical):
    """One file at a time in a text area."""

    help_title = "Your files"
    help_text = (
        "What you type is text here: letters, digits and enter are no keys. ctrl+s saves and "
        "checks, esc saves and leaves the editor, ctrl+z takes the last change back, ctrl+y makes "
        "it again."
    )

    editor = query_one(TextArea)
    _title = query_one(FileTitle)

    def __init__(self) -> None:
        super().__init__(id="own-files", classes="panel")
        self._folder: Path | None = None
        self._files: tuple[str, ...] = ()
        self._file = ""
        self._on_disk: str | None = None
        self._told_of: tuple[str, str | None] | None = None
        self._shown = ""
        self._problem: BadInputError | None = None

    def compose(self) -> ComposeResult:
        yield FileTitle()
        yield TextArea.code_editor("", language=None, theme="css", tab_behavior="focus")

    @property
    def unsaved(self) -> bool:
        """Whether the text here is not what was read or written last."""
        return bool(self._file) and self.editor.text != self._shown

    def show(self, folder: Path | None, names: Sequence[str]) -> None:
        """Show the files in this folder; a text that is edited here stays."""
        if folder is None:
            return
        if (folder, tuple(names)) != (self._folder, self._files):
            self._folder, self._files = folder, tuple(names)
            self._open(self._files[0])
        elif not self.unsaved:
            self._open(self._file)

    def show_check(self, words: str) -> None:
        """Say what has become of the last save's check, until something is typed."""
        if words != self._title.checked:
            self._title.checked = words
            self._title.redraw()

    def next_file(self) -> None:
        """Show the exercise's next file; one with changes is saved first. Raises BadInputError."""
        if self._file:
            self.save()
            place = self._files.index(self._file) + 1
            self._open(self._files[place % len(self._files)])

    def save(self, insist: bool = False) -> None:
        """Write the text. Raises BadInputError where the file was changed by somebody else.

        To `insist` overwrites what was changed, once its reader has been told of it.
        """
        if self._folder is None or not self.unsaved:
            return
        found = read_own_text(self._folder, self._file)
        told = (self._file, found)
        if found != self._on_disk and not (insist and told == self._told_of):
            self._told_of = told
            raise BadInputError(
                f"{self._file} was changed outside while you edited it here.",
                "Saving would overwrite that.",
                "ctrl+s overwrites it all the same; or copy your text elsewhere.",
            )
        write_own_text(self._folder, self._file, self.editor.text)
        self._on_disk = self._shown = self.editor.text
        self._tell()

    def edit_elsewhere(self) -> bool:
        """Open the file in the reader's editor; False where none is named or none can be opened."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor or self._folder is None:
            return False
        try:
            with self.app.suspend():
                click.edit(filename=str(self._folder / self._file), editor=editor)
        except (SuspendNotSupported, click.ClickException):
            return False
        self._open(self._file)
        return True

    def on_text_area_changed(self) -> None:
        self._tell()

    def _open(self, name: str) -> None:
        """Show a file; the same text keeps its cursor."""
        assert self._folder is not None
        self._problem, text = None, None
        try:
            text = read_own_text(self._folder, name)
        except BadInputError as problem:
            self._problem = problem
        if (name, text) != (self._file, self._on_disk):
            self.editor.load_text(text or "")
            self._shown = self.editor.text
        self._file, self._on_disk = name, text
        self.editor.read_only = self._problem is not None
        self._tell()

    def _tell(self) -> None:
        title, problem = self._title, self._problem
        title.file, title.place = self._file, str(self._folder or "")
        title.unsaved = self.unsaved
        title.problem = f"{problem.what} {problem.why} {problem.next_step}" if problem else ""
        title.redraw()

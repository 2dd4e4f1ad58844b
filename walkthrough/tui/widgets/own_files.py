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
from walkthrough.learn.reader_files import read_folder
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import MUTED, WORSE
from walkthrough.tui.lines import line, rule


class FileTitle(Drawn):
    """Which file it is, where it lies, and whether it is saved."""

    name_shown = ""
    place = ""
    unsaved = False

    def lines(self, width: int) -> list[Content]:
        if not self.name_shown:
            return [line(("Start the exercise first: enter.", MUTED))]
        right = (
            line(("not saved, ctrl+s saves", WORSE)) if self.unsaved else line((self.place, MUTED))
        )
        return [rule(self.name_shown, right, width)]


class OwnFiles(Vertical):
    """One file at a time in a text area."""

    editor = query_one(TextArea)
    _title = query_one(FileTitle)

    def __init__(self) -> None:
        super().__init__(id="own-files", classes="panel")
        self._folder: Path | None = None
        self._files: tuple[str, ...] = ()
        self._file = ""
        self._on_disk: str | None = None

    def compose(self) -> ComposeResult:
        yield FileTitle()
        yield TextArea.code_editor("", language=None, theme="css", tab_behavior="focus")

    @property
    def unsaved(self) -> bool:
        """Whether the text here is not what was read or written last."""
        return bool(self._file) and self.editor.text != (self._on_disk or "")

    def show(self, folder: Path | None, names: Sequence[str]) -> None:
        """Show the files in this folder; a text that is edited here stays."""
        if folder is None:
            return
        if (folder, tuple(names)) != (self._folder, self._files):
            self._folder, self._files = folder, tuple(names)
            self._open(self._files[0])
        elif not self.unsaved:
            self._open(self._file)

    def next_file(self) -> None:
        """Show the exercise's next file; one with changes is saved first. Raises BadInputError."""
        if self._file:
            self.save()
            place = self._files.index(self._file) + 1
            self._open(self._files[place % len(self._files)])

    def save(self) -> None:
        """Write the text. Raises BadInputError where the file was changed by somebody else."""
        if self._folder is None or not self.unsaved:
            return
        if self._read(self._file) != self._on_disk:
            self._on_disk = self._read(self._file)
            raise BadInputError(
                f"{self._file} was changed outside while you edited it here.",
                "Saving would overwrite that.",
                "Save once more to overwrite it, or copy your text elsewhere.",
            )
        text = self.editor.text
        try:
            (self._folder / self._file).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise BadInputError(
                f"{self._file} cannot be saved.", f"{error.strerror}.", "Your text is still here."
            ) from error
        self._on_disk = text
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
        text = self._read(name)
        self._file, self._on_disk = name, text
        self.editor.read_only = text is None and self._is_there(name)
        if self.editor.text != (text or ""):
            self.editor.load_text(text or "")
        self._tell()

    def _read(self, name: str) -> str | None:
        """The file's text, None where it is missing or cannot be shown as text."""
        assert self._folder is not None
        try:
            file = read_folder(self._folder).get(name)
        except BadInputError:
            return None
        try:
            return None if file is None else file.content.decode()
        except UnicodeDecodeError:
            return None

    def _is_there(self, name: str) -> bool:
        """Whether there is something that is not shown, and must not be overwritten."""
        return self._folder is not None and os.path.lexists(self._folder / name)

    def _tell(self) -> None:
        self._title.name_shown, self._title.place = self._file, str(self._folder or "")
        self._title.unsaved = self.unsaved
        self._title.redraw()

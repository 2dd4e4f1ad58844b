"""Edits before a measured build: the change whose cost a scenario shows."""

from pathlib import Path, PurePosixPath

from walkthrough.course.model import Edit
from walkthrough.errors import BadInputError
from walkthrough.workspace.history import commit_state
from walkthrough.workspace.model import Workspace


def apply_edit(workspace: Workspace, edit: Edit, nonce: str) -> str:
    """Make the edit and return the slash-separated path, relative to the workspace, that changed.

    `{nonce}` in the edit's text becomes `nonce`. A commit changes bytes below `.git` only.
    Raises BadInputError where the file or the line is not there.
    """
    text = edit.text.replace("{nonce}", nonce)
    if edit.kind == "commit":
        _commit(workspace, text or f"Commit {nonce}")
        return ".git"
    file = _file(workspace, edit)
    content = _read(file, edit)
    if edit.kind == "append":
        changed = content + ("" if not content or content.endswith("\n") else "\n") + text + "\n"
    else:
        changed = _replace_line(content, edit, text)
    file.write_text(changed, encoding="utf-8", newline="")
    return edit.file


def _replace_line(content: str, edit: Edit, text: str) -> str:
    lines = content.split("\n")
    found = [number for number, line in enumerate(lines) if line.startswith(edit.line_start)]
    if not edit.line_start or len(found) != 1:
        raise BadInputError(
            f"Cannot edit {edit.file}: {len(found)} lines start with {edit.line_start!r}.",
            "The edit replaces one line, so exactly one has to start that way.",
            "Correct `line_start` of the scenario's edit.",
        )
    line_end = "\r" if lines[found[0]].endswith("\r") else ""
    lines[found[0]] = text + line_end
    return "\n".join(lines)


def _file(workspace: Workspace, edit: Edit) -> Path:
    relative = PurePosixPath(edit.file)
    file = workspace.root / relative
    if relative.is_absolute() or ".." in relative.parts or not file.is_file():
        raise BadInputError(
            f"Cannot edit {edit.file!r}: the workspace has no such file.",
            f"The scenario changes it before a build of {workspace.variant_id!r}.",
            "Name a file of the sample app in the scenario's edit.",
        )
    return file


def _read(file: Path, edit: Edit) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            return opened.read()
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"Cannot edit {edit.file}: it is not a text file.",
            f"It is not UTF-8: {error.reason} at byte {error.start}.",
            "Name a text file in the scenario's edit.",
        ) from error


def _commit(workspace: Workspace, message: str) -> None:
    if not (workspace.root / ".git").is_dir():
        raise BadInputError(
            f"Cannot commit in the workspace of {workspace.variant_id!r}: it has no .git.",
            'Only a variant that builds the whole app (`app = "."`) gets a history.',
            "Take the commit scenario out of the lesson, or build the whole app.",
        )
    commit_state(workspace.root, message)

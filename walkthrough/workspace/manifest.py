"""What is in a build context, by content: two contexts compared path by path.

An engine decides by names, contents, link targets and modes whether the files that a step reads are
the same as before, and never by dates; so dates are not part of it.
"""

import hashlib
import os
from pathlib import Path

from msgspec import Struct

from walkthrough.workspace.context import Context
from walkthrough.workspace.walk import Found, Kind, unreadable


class Entry(Struct, frozen=True):
    """One path of a context.

    `digest` is the SHA-256 (hexadecimal) of a file's content, the target of a link, empty for a
    folder. `bytes` is 0 for whatever is no file.
    """

    kind: Kind
    bytes: int = 0
    digest: str = ""
    executable: bool = False


Manifest = dict[str, Entry]
"""Slash-separated paths of a context, the Dockerfile's among them, and what is there."""


def manifest_of(context: Context) -> Manifest:
    """All that the context's archive would hold now; every file is read once.

    Raises BadInputError as the archive itself does.
    """
    dockerfile = Entry(
        "file", len(context.dockerfile), hashlib.sha256(context.dockerfile).hexdigest()
    )
    entries = {found.path: _entry(found) for found in context.found()}
    return {context.dockerfile_name: dockerfile, **entries}


def _entry(found: Found) -> Entry:
    if found.kind == "folder":
        return Entry("folder")
    try:
        if found.kind == "link":
            target = str(Path(found.entry.path).readlink()).replace(os.sep, "/")
            return Entry("link", digest=target)
        with Path(found.entry.path).open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            status = os.fstat(opened.fileno())
    except OSError as error:
        raise unreadable(found.path, error) from error
    return Entry("file", status.st_size, digest, bool(status.st_mode & 0o100))

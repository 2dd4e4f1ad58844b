"""What a build's step is about, in two or three words: `go build`, `COPY . .`. Pure functions.

Two Dockerfiles write the same work differently: with flags, mounts, variables, other folders. The
subject leaves those out, so that the work can be found again in the other file.
"""

import re

BASE = "base image"
WORDS_OF_A_COMMAND = 3

_FLAGS = re.compile(r"^(?:--\S+\s+)+")
_SHELL = re.compile(r"^(?:\|\d+ .*?)?/bin/sh -c ")
_JOINTS = re.compile(r"\s*(?:&&|\|\||;|\|)\s*")
_ASSIGNMENT = re.compile(r"\w+=")
_PLAIN_WORD = re.compile(r"[a-z][a-z0-9]*")
_BUILDKIT = " # buildkit"


def subject_of_step(step: str) -> str:
    """The subject of an instruction such as `RUN --mount=target=. go build -o app .`."""
    keyword, _, rest = " ".join(step.split()).partition(" ")
    return _subject(keyword, _FLAGS.sub("", rest))


def subject_of_layer(created_by: str) -> str:
    """The subject of what an image's history tells of a layer: `RUN /bin/sh -c go build .`."""
    keyword, _, rest = " ".join(created_by.removesuffix(_BUILDKIT).split()).partition(" ")
    return _subject(keyword, _SHELL.sub("", rest))


def _subject(keyword: str, rest: str) -> str:
    if keyword == "RUN":
        commands = dict.fromkeys(filter(None, map(_command, _JOINTS.split(rest))))
        return ", ".join(commands) or keyword
    if keyword in ("COPY", "ADD"):
        *sources, _target = rest.split() or [""]
        names = [one.rstrip("/").rpartition("/")[2] or one for one in sources]
        return f"{keyword} . ." if names == ["."] else " ".join((keyword, *names))
    return f"{keyword} {rest}".strip()


def _command(text: str) -> str:
    """The program and the plain words after it, without variables set for it."""
    words = text.split()
    while words and _ASSIGNMENT.match(words[0]):
        words.pop(0)
    if not words:
        return ""
    told = [words[0].rpartition("/")[2]]
    for word in words[1:WORDS_OF_A_COMMAND]:
        if not _PLAIN_WORD.fullmatch(word):
            break
        told.append(word)
    return " ".join(told)

"""`.dockerignore` read as the docker client reads it: which paths a build context leaves out.

The rules are those of the client (https://docs.docker.com/build/concepts/context/ and the
behaviour of `docker build` itself): patterns in order, the last one that matches decides, a
pattern that matches a directory matches all below it.
"""

from pathlib import Path
from typing import NamedTuple

from walkthrough.errors import BadInputError
from walkthrough.workspace.ignore_pattern import IgnorePattern, PatternError, shortest_path

LONGEST_LINE_BYTES = 64 * 1024
GO_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


class Verdict(NamedTuple):
    """Whether a path is left out, and which patterns matched it or a folder above it."""

    excluded: bool
    matched: tuple[bool, ...]


class Ignore:
    """The patterns of one ignore file, asked path by path from the top of a tree downward."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        try:
            self.patterns = [IgnorePattern.parse(line) for line in lines]
        except PatternError as error:
            raise self._unreadable(error) from error
        self.exceptions = [pattern for pattern in self.patterns if pattern.exception]

    @classmethod
    def read(cls, content: bytes, name: str = ".dockerignore") -> "Ignore":
        """Read an ignore file's bytes. Raises BadInputError where the docker client would fail."""
        return cls(name, pattern_lines(content, name))

    def judge(self, path: str, parent: Verdict | None = None) -> Verdict:
        """Whether a slash-separated path is left out; `parent` is its folder's verdict.

        Raises BadInputError for a pattern that shows only now that it is wrong, as the docker
        client does.
        """
        excluded = False
        matched: list[bool] = []
        for number, pattern in enumerate(self.patterns):
            hit = parent is not None and parent.matched[number]
            if not hit and pattern.exception == excluded:
                try:
                    hit = pattern.matches(path)
                except PatternError as error:
                    raise self._unreadable(error) from error
            matched.append(hit)
            if hit:
                excluded = not pattern.exception
        return Verdict(excluded, tuple(matched))

    def keeps_nothing_below(self, folder: str) -> bool:
        """Whether no exception can bring back anything below an excluded folder."""
        return not any(pattern.may_match_below(folder) for pattern in self.exceptions)

    def _unreadable(self, error: PatternError) -> BadInputError:
        return BadInputError(
            f"{self.name} has a pattern that cannot be read: {error.pattern!r}.",
            error.why,
            f"Correct the pattern in {self.name}.",
        )


def ignore_for(root: Path, dockerfile_name: str) -> Ignore:
    """The ignore file that counts for a Dockerfile: `<Dockerfile>.dockerignore`, else
    `.dockerignore`, else one without patterns."""
    for name in (f"{dockerfile_name}.dockerignore", ".dockerignore"):
        file = root / name
        if file.is_file():
            return Ignore.read(_content(file), name)
    return Ignore(".dockerignore", [])


def pattern_lines(content: bytes, name: str = ".dockerignore") -> list[str]:
    """The patterns of an ignore file: without comments, blank lines, byte order mark and leading
    slashes, each path in its shortest form."""
    patterns = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if len(line) >= LONGEST_LINE_BYTES:
            raise BadInputError(
                f"Line {number} of {name} is too long.",
                "A line has to be shorter than 64 KiB. The docker client refuses it as well.",
                f"Split the line in {name} into several patterns.",
            )
        text = line.removesuffix(b"\r").decode("utf-8", "surrogateescape")
        if text.startswith("#"):
            continue
        text = text.strip(GO_SPACE)
        if text:
            patterns.append(_shortest(text))
    return patterns


def _shortest(pattern: str) -> str:
    exception = pattern.startswith("!")
    path = pattern[1:].strip(GO_SPACE) if exception else pattern
    if path:
        path = shortest_path(path)
        if len(path) > 1:
            path = path.removeprefix("/")
    return f"!{path}" if exception else path


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"Cannot read {file}.",
            f"{error.strerror}.",
            "Correct the file's permissions.",
        ) from error

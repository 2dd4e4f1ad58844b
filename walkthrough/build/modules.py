"""How many Go modules a build downloaded, read from its log."""

import re
from collections.abc import Iterable

from walkthrough.build.model import BuildEvent, StepFinished, StepLog

_DOWNLOADING = re.compile(r"^go: downloading (?P<module>\S+) (?P<version>v\S+)$")
_FETCHED = re.compile(r"^# get (?:\w+://)?(?P<path>\S+)/@v/(?P<version>v\S+)\.zip: 200\b")
_MOD_DOWNLOAD = re.compile(
    r"\bgo[\"',\s]+(?:-C[\"',=\s]+\S+\s+)?[\"']?mod[\"',\s]+download\b(?P<rest>[^&|;\n]*)"
)
_TELLS = re.compile(r"(?<![^\s\"',])--?x(=true)?(?![^\s\"',\]])")
_CLIPPED = "[output clipped, log "

Module = tuple[str, str]


def modules_downloaded(events: Iterable[BuildEvent]) -> int | None:
    """Distinct modules, as a name and a version, that the log shows being downloaded.

    Go's build, test and get print a line for each; `go mod download` prints them with `-x` only.
    None where the log cannot show all: such a command ran without `-x`, or the engine cut a log.
    """
    announced: set[Module] = set()
    fetched: set[Module] = set()
    for event in events:
        if isinstance(event, StepFinished):
            if not event.cached and _downloads_silently(event.step.name):
                return None
        elif isinstance(event, StepLog):
            if event.text.startswith(_CLIPPED):
                return None
            _note(event.text, announced, fetched)
    return len(announced) + sum(not _is_announced(module, announced) for module in fetched)


def _note(line: str, announced: set[Module], fetched: set[Module]) -> None:
    if found := _DOWNLOADING.match(line):
        announced.add((found["module"], found["version"]))
    elif found := _FETCHED.match(line):
        fetched.add((_unescaped(found["path"]), _unescaped(found["version"])))


def _is_announced(fetched: Module, announced: set[Module]) -> bool:
    """Whether a fetched path, which begins with its proxy's, names an announced module."""
    path, version = fetched
    pieces = path.split("/")
    return any(("/".join(pieces[cut:]), version) in announced for cut in range(1, len(pieces)))


def _unescaped(path: str) -> str:
    """A module path as Go code writes it: in a proxy's addresses `!a` stands for `A`."""
    return re.sub(r"!([a-z])", lambda found: found[1].upper(), path)


def _downloads_silently(step_name: str) -> bool:
    return any(not _TELLS.search(found["rest"]) for found in _MOD_DOWNLOAD.finditer(step_name))

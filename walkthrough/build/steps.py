"""What a vertex of the engine's build graph is to a reader: its kind, stage and place in it."""

import re

from walkthrough.build.model import Step, StepKind

_BRACKETED = re.compile(
    r"^\[(?:[^\s\]]+/[^\s\]]+ )?(?:(?P<stage>\S+) +)?\s*(?P<index>\d+)/(?P<total>\d+)\] "
    r"(?P<text>.*)$",
    re.DOTALL,
)

_KINDS: tuple[tuple[str, StepKind], ...] = (
    ("[internal] load metadata for ", "metadata"),
    ("resolve image config for ", "metadata"),
    ("docker-image://", "metadata"),
    ("[auth] ", "metadata"),
    ("[internal] load build context", "context"),
    ("[internal] load remote build context", "context"),
    ("[context ", "context"),
    ("copy /context /", "context"),
    ("exporting ", "export"),
    ("writing image ", "export"),
    ("naming to ", "export"),
    ("unpacking to ", "export"),
    ("sending tarball", "export"),
    ("FROM ", "base"),
)


def step_of(vertex_id: str, name: str) -> Step:
    """The step that a vertex with this name is; its Dockerfile line is not known here."""
    found = _BRACKETED.match(name)
    if found is None:
        return Step(id=vertex_id, name=name, kind=_kind_of(name))
    return Step(
        id=vertex_id,
        name=name,
        kind="base" if found["text"].upper().startswith("FROM ") else "instruction",
        stage=found["stage"] or "",
        index=int(found["index"]),
        total=int(found["total"]),
    )


def _kind_of(name: str) -> StepKind:
    for start, kind in _KINDS:
        if name.startswith(start):
            return kind
    return "other"


def text_of(name: str) -> str:
    """A step's name without the brackets before it: `COPY . .`."""
    found = _BRACKETED.match(name)
    return found["text"] if found else name

"""A real run kept in one compressed file: every build's events, its conditions and its date.

The file is JSON compressed with gzip. It names no host of the machine that it was made on.
"""

import contextlib
import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.build.model import BuildEvent, StepProgress
from walkthrough.engine.model import BaseUsed, EngineFacts, ImageFacts
from walkthrough.errors import BadInputError
from walkthrough.home import shipped
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.hosts import hosts_chosen, hosts_in, hosts_shown, without_hosts
from walkthrough.measure.model import Conditions
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, ImageMeasured, RunEvent, SampleTaken
from walkthrough.workspace.model import ContextFacts

SCHEMA = 1
PROGRESS_EVERY_S = 0.5


class RecordedBuild(Struct, frozen=True):
    """One measured build with everything that it told."""

    planned: PlannedBuild
    variant_hash: str
    context: ContextFacts
    events: tuple[BuildEvent, ...]
    build_cache_bytes: int | None
    disturbed: str
    causes: tuple[MissCause, ...] = ()
    foreign_steps: int = 0


class Recording(Struct, frozen=True):
    """A run of the course: `conditions.recorded_on` is its date."""

    schema: int
    engine: EngineFacts
    conditions: Conditions
    builds: tuple[RecordedBuild, ...]
    images: dict[str, ImageFacts]


def shipped_recording() -> Path:
    """The recording of the whole course that ships with the lessons."""
    return shipped("lessons") / "recorded.json.gz"


class Recorder:
    """Listens to a run and keeps what a recording needs."""

    def __init__(self) -> None:
        self._events: list[BuildEvent] = []
        self._builds: list[RecordedBuild] = []
        self._images: dict[str, ImageFacts] = {}

    def listen(self, event: RunEvent) -> None:
        """Take one event of the run."""
        match event:
            case Building(event=build_event):
                self._events.append(build_event)
            case SampleTaken(planned=planned, sample=sample, context=context):
                self._builds.append(
                    RecordedBuild(
                        planned,
                        sample.variant_hash,
                        context,
                        thinned(self._events),
                        sample.build_cache_bytes,
                        sample.disturbed,
                        sample.causes,
                        sample.foreign_steps,
                    )
                )
            case ImageMeasured(variant_id=variant_id, facts=facts):
                self._images[variant_id] = facts
        if not isinstance(event, Building):
            self._events = []

    def recording(self, engine: EngineFacts, conditions: Conditions) -> Recording:
        """What was recorded, dated today, without what names the machine it was made on."""
        today = datetime.now(UTC).date().isoformat()
        dated = msgspec.structs.replace(conditions, engine_id="", recorded_on=today)
        unnamed = msgspec.structs.replace(engine, name="", root_directory="")
        recorded = Recording(SCHEMA, unnamed, dated, tuple(self._builds), self._images)
        return anonymous(recorded)


def anonymous(recording: Recording, environment: Mapping[str, str] = os.environ) -> Recording:
    """The recording without hosts: not in a log, not in an error, not in a name of a step.

    `environment` names the hosts that this machine uses; those that a log shows are found there.
    """
    bases = recording.conditions.bases
    chosen = hosts_chosen(environment, _mirrors(bases))
    conditions = msgspec.structs.replace(
        recording.conditions,
        bases=tuple(msgspec.structs.replace(base, note="") for base in bases),
    )
    plain = msgspec.to_builtins(msgspec.structs.replace(recording, conditions=conditions))
    hosts = hosts_shown(_texts(plain), chosen)
    cleaned = _mapped(plain, lambda text: without_hosts(text, hosts))
    return msgspec.convert(cleaned, Recording)


def _mirrors(bases: Sequence[BaseUsed]) -> tuple[str, ...]:
    """The registries that notes such as `from mirror.example, with ...` tell of."""
    found = (re.match(r"from (?P<mirror>[^\s,]+)", base.note) for base in bases)
    return tuple(one["mirror"] for one in found if one)


def _texts(plain: object) -> Iterator[str]:
    """Every text in a value made of dicts, lists and plain values."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield key
            yield from _texts(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _texts(value)


def _mapped(plain: object, change: Callable[[str], str]) -> object:
    """The same value with every text changed, and no key of a dict."""
    if isinstance(plain, str):
        return change(plain)
    if isinstance(plain, dict):
        return {key: _mapped(value, change) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_mapped(value, change) for value in plain]
    return plain


def thinned(events: list[BuildEvent]) -> tuple[BuildEvent, ...]:
    """The events without the progress that comes oftener than a reader can see."""
    last: dict[tuple[str, str], float] = {}
    kept: list[BuildEvent] = []
    for event in events:
        if isinstance(event, StepProgress):
            key = (event.step_id, event.what)
            if event.time_s - last.get(key, -PROGRESS_EVERY_S) < PROGRESS_EVERY_S:
                continue
            last[key] = event.time_s
        kept.append(event)
    return tuple(kept)


def unfinished(file: Path) -> Path:
    """Where a recording is written until it is whole."""
    return file.with_name(f"{file.name}.unfinished")


def save_recording(
    recording: Recording, file: Path, environment: Mapping[str, str] = os.environ
) -> None:
    """Write the recording; a file that is there is replaced only when the new one is whole.

    Raises BadInputError where the file cannot be written, and for a recording that names a host.
    """
    _refuse_hosts(recording, environment)
    draft = unfinished(file)
    try:
        draft.write_bytes(gzip.compress(msgspec.json.encode(recording), mtime=0))
        draft.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise BadInputError(
            f"The recording cannot be written to {file}.",
            f"{error.strerror}. The samples themselves are kept.",
            "Name another file.",
        ) from error


def _refuse_hosts(recording: Recording, environment: Mapping[str, str]) -> None:
    chosen = hosts_chosen(environment)
    named = {
        host for text in _texts(msgspec.to_builtins(recording)) for host in hosts_in(text, chosen)
    }
    if named:
        raise BadInputError(
            "The recording is not kept: it would tell which hosts this machine uses.",
            f"It still names {', '.join(sorted(named))}. The samples themselves are kept.",
            "Report this with the log line that names it; record with another GOPROXY meanwhile.",
        )


def load_recording(file: Path) -> Recording:
    """Read a recording. Raises BadInputError when there is none or it is damaged."""
    try:
        return msgspec.json.decode(gzip.decompress(file.read_bytes()), type=Recording)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise BadInputError(
            f"The recording {file} cannot be read.",
            f"{getattr(error, 'strerror', None) or error}.",
            "Make one with `walkthrough record FILE` where there is an engine.",
        ) from error

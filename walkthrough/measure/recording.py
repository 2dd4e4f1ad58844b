"""A real run kept in one compressed file: every build's events, its conditions and its date.

The file is JSON compressed with gzip. Names of module proxies are not the reader's business and
leave the log before it is kept.
"""

import gzip
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.build.model import BuildEvent, StepLog, StepProgress
from walkthrough.engine.model import EngineFacts, ImageFacts
from walkthrough.errors import BadInputError
from walkthrough.home import shipped
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
                self._events.append(without_hosts(build_event))
            case SampleTaken(planned=planned, sample=sample, context=context):
                self._builds.append(
                    RecordedBuild(
                        planned,
                        sample.variant_hash,
                        context,
                        thinned(self._events),
                        sample.build_cache_bytes,
                        sample.disturbed,
                    )
                )
            case ImageMeasured(variant_id=variant_id, facts=facts):
                self._images[variant_id] = facts
        if isinstance(event, SampleTaken) or not isinstance(event, Building):
            self._events = []

    def recording(self, engine: EngineFacts, conditions: Conditions) -> Recording:
        """What was recorded, dated today, without what names the machine it was made on."""
        today = datetime.now(UTC).date().isoformat()
        dated = msgspec.structs.replace(conditions, recorded_on=today)
        unnamed = msgspec.structs.replace(engine, name="", root_directory="")
        return Recording(SCHEMA, unnamed, dated, tuple(self._builds), self._images)


def without_hosts(event: BuildEvent) -> BuildEvent:
    """The event with module proxies and checksum databases in its log named by their variables."""
    if not isinstance(event, StepLog):
        return event
    text = re.sub(r"https?://[^/\s]+", "$GOPROXY", event.text)
    return msgspec.structs.replace(event, text=re.sub(r"/sumdb/[^/\s]+", "/sumdb/$GOSUMDB", text))


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


def save_recording(recording: Recording, file: Path) -> None:
    """Write the recording; a file that is there is replaced only when the new one is whole."""
    unfinished = file.with_suffix(".unfinished")
    try:
        unfinished.write_bytes(gzip.compress(msgspec.json.encode(recording), mtime=0))
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise BadInputError(
            f"The recording cannot be written to {file}.",
            f"{error.strerror}. The samples themselves are kept.",
            "Name another file.",
        ) from error


def load_recording(file: Path) -> Recording:
    """Read a recording. Raises BadInputError when there is none or it is damaged."""
    try:
        return msgspec.json.decode(gzip.decompress(file.read_bytes()), type=Recording)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise BadInputError(
            f"The recording {file} cannot be read.",
            f"{error}.",
            "Make one with `walkthrough record FILE` where there is an engine.",
        ) from error

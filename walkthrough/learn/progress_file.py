"""A reader's progress as one file: to keep, to carry to another machine, to take back a reset."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct

from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import EXERCISE, Attempt, StartedExercise
from walkthrough.learn.kept_rows import ATTEMPT
from walkthrough.learn.predictions import Answer
from walkthrough.learn.progress import (
    ANSWERS,
    PLACE,
    RECORDED_PLACE,
    RECORDED_STEPS,
    REPLAYED,
    STEPS,
    Place,
)
from walkthrough.store.progress import ProgressStore

SCHEMA = 1
BuildName = Annotated[str, msgspec.Meta(pattern="^[^/]+/[^/]+$")]
Row = tuple[str, str, bytes]
TYPES = {
    PLACE: Place,
    RECORDED_PLACE: Place,
    STEPS: frozenset[str],
    RECORDED_STEPS: frozenset[str],
    REPLAYED: frozenset[BuildName],
    ANSWERS: dict[str, Answer],
    EXERCISE: StartedExercise,
    ATTEMPT: Attempt,
}


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that was reached: its kind, what it is about, and the thing itself."""

    kind: str
    subject: str
    payload: msgspec.Raw


class ProgressFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: `saved_at` is ISO 8601 in UTC."""

    schema: int
    course: str
    saved_at: str
    entries: tuple[Entry, ...]


def save(store: ProgressStore, course: str, file: Path) -> int:
    """Write all progress in this course to `file`, which must not exist; how many entries.

    Raises BadInputError where it exists or cannot be written.
    """
    entries = tuple(
        Entry(kind, subject, msgspec.Raw(payload)) for kind, subject, payload in _of(store, course)
    )
    saved = ProgressFile(SCHEMA, course, datetime.now(UTC).isoformat(timespec="seconds"), entries)
    try:
        with file.open("xb") as target:
            try:
                target.write(msgspec.json.format(msgspec.json.encode(saved)))
                target.flush()
            except OSError:
                file.unlink()
                raise
    except OSError as error:
        raise BadInputError(
            f"Progress cannot be saved to {file}.",
            _why_not_saved(file, error),
            "Name a file that does not exist yet, in a folder that you may write to.",
        ) from error
    return len(entries)


def _why_not_saved(file: Path, error: OSError) -> str:
    if isinstance(error, FileExistsError) and file.is_dir():
        return "It is a folder."
    return f"{error.strerror or error}."


def load(store: ProgressStore, course: str, file: Path) -> int:
    """Add what `file` holds to what is there; nothing that is there is lost. How many are new.

    Raises BadInputError, with nothing changed, where the file is none of ours, is from a newer
    version or belongs to another course.
    """
    rows = list(_checked(course, file))
    present = {(kind, subject): payload for kind, subject, payload in store.rows()}
    put = [
        (kind, subject, merged)
        for kind, subject, payload in rows
        if (merged := _merged(kind, present.get((kind, subject)), payload)) is not None
    ]
    store.change(put)
    return len(put)


def reset(store: ProgressStore, course: str, lesson_id: str | None, backup: Path) -> int:
    """Forget a lesson, or all of the course for None, after saving everything to `backup`.

    How many entries went. Raises BadInputError, with nothing forgotten, where that fails.
    """
    save(store, course, backup)
    scope = f"{course}/{lesson_id}" if lesson_id else course
    gone = [
        (kind, subject)
        for kind, subject, payload in _of(store, course)
        if subject == scope or subject.startswith(f"{scope}/") or _is_in(lesson_id, kind, payload)
    ]
    store.change((), gone)
    return len(gone)


def _is_in(lesson_id: str | None, kind: str, payload: bytes) -> bool:
    """Whether this is where the reader is, and that is in this lesson."""
    is_place = kind in (PLACE, RECORDED_PLACE)
    return is_place and msgspec.json.decode(payload, type=Place).lesson_id == lesson_id


def _of(store: ProgressStore, course: str) -> Iterator[Row]:
    for kind, subject, payload in store.rows():
        if kind in TYPES and (subject == course or subject.startswith(f"{course}/")):
            yield kind, subject, payload


def _checked(course: str, file: Path) -> Iterator[Row]:
    try:
        found = msgspec.json.decode(file.read_bytes(), type=ProgressFile)
        if found.schema > SCHEMA:
            raise _refused(file, "It was saved by a newer version of walkthrough.")
        if found.course != course:
            raise _refused(file, f"It belongs to the course {found.course!r}, not to {course!r}.")
        yield from _decoded(found.entries)
    except OSError as error:
        raise _refused(file, f"{error.strerror or error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(file, f"It is not a progress file: {error}.") from error


def _decoded(entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        if entry.kind in TYPES:
            found: object = msgspec.json.decode(entry.payload, type=TYPES[entry.kind])
            if isinstance(found, StartedExercise):
                yield entry.kind, entry.subject, msgspec.json.encode(_unplaced(found))
            else:
                payload = msgspec.json.format(bytes(entry.payload), indent=-1)
                yield entry.kind, entry.subject, payload


def _unplaced(started: StartedExercise) -> StartedExercise:
    """The exercise without its folder: a file does not say where this machine is written to."""
    return msgspec.structs.replace(started, folder="", fingerprint="")


def _merged(kind: str, here: bytes | None, there: bytes) -> bytes | None:
    """What to keep of both, None where that is what is here already."""
    if here is None:
        return there
    if kind in (STEPS, RECORDED_STEPS, REPLAYED):
        names = [msgspec.json.decode(one, type=frozenset[str]) for one in (here, there)]
        merged = msgspec.json.encode(sorted(names[0] | names[1]))
    elif kind == ANSWERS:
        ours, theirs = (msgspec.json.decode(one, type=dict[str, Answer]) for one in (here, there))
        missing = {name: answer for name, answer in theirs.items() if name not in ours}
        merged = msgspec.json.encode(ours | missing)
    elif kind == EXERCISE:
        mine, other = (msgspec.json.decode(one, type=StartedExercise) for one in (here, there))
        hints = tuple(dict.fromkeys((*mine.hints, *other.hints)))
        merged = msgspec.json.encode(msgspec.structs.replace(mine, hints=hints))
    else:
        return None
    return None if merged == here else merged


def _refused(file: Path, why: str) -> BadInputError:
    return BadInputError(
        f"{file} cannot be imported.", why, "Choose a file that `walkthrough progress export` made."
    )

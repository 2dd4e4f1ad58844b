"""Progress as a file: nothing is lost on the way, and a bad file changes nothing."""

from pathlib import Path

import pytest

from tests.unit.learn.practice import EXERCISE
from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.folder import default_folder
from walkthrough.learn.practice import Practice
from walkthrough.learn.predictions import Answer
from walkthrough.learn.progress import Place, Progress
from walkthrough.learn.progress_file import load, reset, save
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore

MOMENT = "2026-01-01T00:00:00+00:00"


def new_store() -> ProgressStore:
    return ProgressStore(open_database(None))


def begun() -> ProgressStore:
    store = new_store()
    progress = Progress(store, "course")
    progress.remember(Place("multi-stage", "Compare"))
    progress.finish("simple-build", "Read")
    progress.keep_answer("simple-build", "size", Answer(2, MOMENT))
    progress.finish("multi-stage", "Read")
    Attempts(store, "course").show_hint("simple-build", 0)
    Progress(store, "another course").finish("simple-build", "Recap")
    return store


def test_progress_comes_to_another_machine(tmp_path: Path) -> None:
    here, there = begun(), new_store()
    saved = save(here, "course", tmp_path / "progress.json")
    assert load(there, "course", tmp_path / "progress.json") == saved
    assert there.rows() == [row for row in here.rows() if "another" not in row[1]]
    progress = Progress(there, "course")
    assert progress.place() == progress.place_in("multi-stage") == Place("multi-stage", "Compare")
    assert progress.done("simple-build") == {"Read"}
    assert progress.answers("simple-build") == {"size": Answer(2, MOMENT)}
    assert Attempts(there, "course").hints("simple-build") == (0,)
    assert Progress(there, "another course").done("simple-build") == frozenset()


def test_what_was_reached_on_both_machines_is_put_together(tmp_path: Path) -> None:
    save(begun(), "course", tmp_path / "progress.json")
    here = new_store()
    progress = Progress(here, "course")
    progress.remember(Place("dependencies"))
    progress.finish("simple-build", "Build")
    progress.keep_answer("simple-build", "size", Answer(0, MOMENT))
    progress.keep_answer("simple-build", "downloads", Answer(1, MOMENT))
    load(here, "course", tmp_path / "progress.json")
    merged = Progress(here, "course")
    assert merged.place() == Place("dependencies")
    assert merged.done("simple-build") == {"Read", "Build"}
    assert merged.answers("simple-build") == {
        "size": Answer(0, MOMENT),
        "downloads": Answer(1, MOMENT),
    }
    assert load(here, "course", tmp_path / "progress.json") == 0


def test_a_file_does_not_say_where_exercises_are_written_and_hints_are_put_together(
    tmp_path: Path,
) -> None:
    there = begun()
    Attempts(there, "course").start(EXERCISE, Path("/etc"))
    Attempts(there, "course").show_hint("first", 2)
    Attempts(there, "course").show_hint("first", 1)
    save(there, "course", tmp_path / "progress.json")
    stores = new_store(), new_store()
    fresh, here = (Attempts(one, "course") for one in stores)
    here.start(EXERCISE, tmp_path / "mine")
    here.show_hint("first", 0)
    here.show_hint("first", 1)
    for store in stores:
        load(store, "course", tmp_path / "progress.json")
    taken, merged = fresh.started("first"), here.started("first")
    assert taken is not None and merged is not None
    assert (taken.folder, taken.hints) == ("", (2, 1))
    assert (merged.folder, merged.hints) == (str(tmp_path / "mine"), (0, 1, 2))
    practice = Practice(EXERCISE, fresh)
    assert not practice.is_started and not practice.is_outdated
    assert practice.folder == default_folder("first")


def test_a_lesson_is_begun_again_and_the_backup_brings_it_back(tmp_path: Path) -> None:
    store = begun()
    backup = tmp_path / "backup.json"
    assert reset(store, "course", "simple-build", backup) == 3
    progress = Progress(store, "course")
    assert progress.done("simple-build") == frozenset()
    assert progress.answers("simple-build") == {}
    assert progress.done("multi-stage") == {"Read"}
    load(store, "course", backup)
    assert Progress(store, "course").done("simple-build") == {"Read"}


def test_a_lesson_that_is_begun_again_is_not_where_the_reader_is_any_more(tmp_path: Path) -> None:
    store = begun()
    Progress(store, "course").over_recorded_runs().remember(Place("multi-stage", "Build"))
    reset(store, "course", "multi-stage", tmp_path / "backup.json")
    for progress in (Progress(store, "course"), Progress(store, "course").over_recorded_runs()):
        assert progress.place() is progress.place_in("multi-stage") is None
        assert not progress.begun("multi-stage")
    load(store, "course", tmp_path / "backup.json")
    assert Progress(store, "course").place() == Place("multi-stage", "Compare")


def test_the_whole_course_is_begun_again_without_touching_another_course(tmp_path: Path) -> None:
    store = begun()
    reset(store, "course", None, tmp_path / "backup.json")
    assert Progress(store, "course").place() is None
    assert Progress(store, "another course").done("simple-build") == {"Recap"}


def test_nothing_is_forgotten_when_the_backup_cannot_be_written(tmp_path: Path) -> None:
    store = begun()
    (tmp_path / "there.json").write_text("mine")
    with pytest.raises(BadInputError, match="cannot be saved"):
        reset(store, "course", None, tmp_path / "there.json")
    assert Progress(store, "course").place() is not None
    assert (tmp_path / "there.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a progress file"),
        ("\ufeff{}", "not a progress file"),
        ('{"schema": 1}', "not a progress file"),
        ('{"schema": 2, "course": "course", "saved_at": "", "entries": []}', "newer version"),
        ('{"schema": 1, "course": "b", "saved_at": "", "entries": []}', "belongs to the course"),
        (
            '{"schema": 1, "course": "course", "saved_at": "", "entries": ['
            '{"kind": "steps", "subject": "course/a", "payload": ["Read"]},'
            '{"kind": "place", "subject": "course", "payload": {"lesson_id": 3}}]}',
            "not a progress file",
        ),
    ],
    ids=["empty", "BOM", "incomplete", "newer", "another course", "a wrong entry"],
)
def test_a_file_that_is_no_progress_changes_nothing(tmp_path: Path, text: str, why: str) -> None:
    store = begun()
    before = store.rows()
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(BadInputError) as caught:
        load(store, "course", tmp_path / "bad.json")
    assert why in caught.value.why
    assert store.rows() == before

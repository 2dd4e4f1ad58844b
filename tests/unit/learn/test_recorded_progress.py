"""Progress over recorded runs, kept apart from what was really built."""

from pathlib import Path

from walkthrough.learn.predictions import Answer
from walkthrough.learn.progress import Place, Progress
from walkthrough.learn.progress_file import load, save
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore

LESSON = "multi-stage"


def test_a_replayed_build_is_not_a_measured_one() -> None:
    own = Progress(ProgressStore(open_database(None)), "Course")
    recorded = own.over_recorded_runs()
    for step in ("Read", "Predict", "Build", "Compare", "Recap"):
        recorded.finish(LESSON, step)
    assert own.done(LESSON) == {"Read", "Predict"}
    assert recorded.done(LESSON) == {"Read", "Predict", "Build", "Compare", "Recap"}

    own.finish(LESSON, "Build")
    assert own.done(LESSON) == {"Read", "Predict", "Build"}


def test_a_measured_build_is_not_a_replayed_one() -> None:
    own = Progress(ProgressStore(open_database(None)), "Course")
    own.finish(LESSON, "Build")
    own.finish(LESSON, "Exercise")
    assert own.over_recorded_runs().done(LESSON) == {"Exercise"}


def test_a_replay_begins_where_the_reader_is_and_leaves_that_place_alone() -> None:
    own = Progress(ProgressStore(open_database(None)), "Course")
    own.remember(Place(LESSON, "Build"))
    recorded = own.over_recorded_runs()
    assert recorded.place() == Place(LESSON, "Build")
    recorded.remember(Place(LESSON, "Recap"))
    assert own.place() == Place(LESSON, "Build")
    assert recorded.place() == Place(LESSON, "Recap")


def test_a_replay_does_not_begin_behind_builds_that_were_only_measured() -> None:
    own = Progress(ProgressStore(open_database(None)), "Course")
    own.remember(Place(LESSON, "Recap"))
    recorded = own.over_recorded_runs()
    assert recorded.place() == recorded.place_in(LESSON) == Place(LESSON, "Build")


def test_an_answer_is_the_readers_in_both() -> None:
    own = Progress(ProgressStore(open_database(None)), "Course")
    own.over_recorded_runs().keep_answer(LESSON, "size", Answer(1, "2026-11-21T00:00:00+00:00"))
    assert own.answers(LESSON)["size"].choice == 1


def test_both_kinds_are_saved_and_taken_over(tmp_path: Path) -> None:
    here, there = (ProgressStore(open_database(None)) for _ in range(2))
    Progress(here, "Course").over_recorded_runs().finish(LESSON, "Build")
    save(here, "Course", tmp_path / "saved.json")
    load(there, "Course", tmp_path / "saved.json")
    own = Progress(there, "Course")
    assert own.done(LESSON) == frozenset()
    assert own.over_recorded_runs().done(LESSON) == {"Build"}

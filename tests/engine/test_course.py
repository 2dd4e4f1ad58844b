"""The whole course, built once on a real engine by a reader who goes through it in the app.

What the lessons promise holds for the figures that `walkthrough run` then prints of these builds.
"""

import json
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest

from tests.engine.command_line import finished
from tests.engine.one_life import one_life
from tests.engine.whole_course import go_through
from walkthrough.course.exercise_load import load_exercise
from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.engine.cleanup import Leftovers, find_leftovers, remove_leftovers
from walkthrough.engine.images import image_id_of
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import IMAGE_PREFIX
from walkthrough.learn.progress import LESSON_STEPS, Progress, open_progress

pytestmark = pytest.mark.course
Document = dict[str, Any]


@pytest.fixture(scope="module")
def reader(
    course_home: Path, client: docker.APIClient, bases: tuple[BaseUsed, ...]
) -> Iterator[Progress]:
    """What is kept of a reader who went through all lessons in the app."""
    assert bases
    before = {image["Id"] for image in client.images()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKTHROUGH_HOME", str(course_home))
        course = load_course()
        progress = open_progress(course.title)
        go_through(course, progress)
        yield open_progress(course.title)
    made = made_by_the_run(find_leftovers(client, course_home), client, before)
    assert list(remove_leftovers(client, course_home, made)) == []


@pytest.fixture(scope="module")
def ended(course_home: Path, reader: Progress) -> "subprocess.CompletedProcess[str]":
    """`walkthrough run` after the app has built everything."""
    assert reader
    run = finished(course_home, "run", "--plain", "--json", str(course_home / "course.json"))
    assert run.returncode == 0, run.stderr[-3000:]
    return run


@pytest.fixture(scope="module")
def printed(ended: "subprocess.CompletedProcess[str]") -> str:
    return ended.stdout


def made_by_the_run(found: Leftovers, client: docker.APIClient, before: set[str]) -> Leftovers:
    """What the course's run left: `walkthrough clean` would remove the developer's images too."""
    names = {f"{IMAGE_PREFIX}{one}:latest" for one in load_course().variants}
    images = tuple(
        image
        for image in found.images
        if image.name in names and image_id_of(client, image.name) not in before
    )
    return Leftovers(images=images, workspaces=found.workspaces)


@pytest.fixture(scope="module")
def document(course_home: Path, printed: str) -> Document:
    assert printed
    found: Document = json.loads((course_home / "course.json").read_text(encoding="utf-8"))
    return found


def variant(document: Document, lesson: str, name: str) -> Document:
    found = next(one for one in document["lessons"] if one["id"] == lesson)
    return next(one for one in found["variants"] if one["id"] == name)


def sample(document: Document, lesson: str, name: str, scenario: str) -> Document:
    scenarios: Document = variant(document, lesson, name)["scenarios"]
    return next(one for one in scenarios[scenario]["samples"])


def test_the_app_keeps_what_the_reader_did(reader: Progress, course_home: Path) -> None:
    course = load_course()
    for lesson in course.lessons:
        asked = {one.id: 0 for one in lesson.predictions}
        assert {name: one.choice for name, one in reader.answers(lesson.id).items()} == asked
        assert reader.attempts.hints(lesson.id), lesson.id
    said = json.loads(finished(course_home, "progress", "--json").stdout)
    assert [one["done"] for one in said["lessons"]] == [list(LESSON_STEPS)] * len(course.lessons)


@pytest.mark.parametrize("lesson", load_course().lessons, ids=lambda lesson: lesson.id)
def test_an_exercises_start_fails_its_checks_and_the_solution_passes(
    reader: Progress, lesson: Lesson
) -> None:
    exercise = load_exercise(lesson)
    assert exercise is not None
    first, *_, last = reader.attempts.all(lesson.id)
    failed = {name for name, state in first.results.items() if state == "failed"}
    assert failed >= set(exercise.start_fails)
    assert set(last.results.values()) == {"passed"}


def test_what_the_app_built_is_not_built_again(
    ended: "subprocess.CompletedProcess[str]",
) -> None:
    assert "Everything asked for is measured already" in ended.stderr


def test_every_variant_of_every_lesson_has_a_sample_in_every_scenario(document: Document) -> None:
    for lesson in load_course().lessons:
        for name in lesson.variants:
            measured = variant(document, lesson.id, name)
            assert set(measured["scenarios"]) == set(lesson.scenarios), (lesson.id, name)
            assert measured["image"]["unpacked_bytes"] > 0
            assert measured["context"]["bytes"] > 0


def test_a_multi_stage_image_is_under_a_tenth_of_the_simple_one(document: Document) -> None:
    small = variant(document, "multi-stage", "multi-stage")["image"]["unpacked_bytes"]
    assert small < variant(document, "multi-stage", "simple")["image"]["unpacked_bytes"] / 10


def test_the_ignore_file_leaves_under_a_fifth_of_the_context(document: Document) -> None:
    ignored = variant(document, "dockerignore", "ignored")["context"]["bytes"]
    assert ignored < variant(document, "dockerignore", "multi-stage")["context"]["bytes"] / 5


def test_a_commit_rebuilds_nothing_when_git_is_ignored(document: Document) -> None:
    ignored = sample(document, "dockerignore", "ignored", "commit")
    assert ignored["cached_steps"] == ignored["total_steps"]
    exposed = sample(document, "dockerignore", "multi-stage", "commit")
    assert exposed["cached_steps"] < exposed["total_steps"]


def test_a_code_edit_downloads_nothing_when_dependencies_come_first(document: Document) -> None:
    assert sample(document, "dependencies", "ignored", "code-edit")["modules_downloaded"] > 10
    assert sample(document, "dependencies", "deps-first", "code-edit")["modules_downloaded"] == 0


def test_cache_mounts_bring_a_code_edit_under_a_third(document: Document) -> None:
    mounted = sample(document, "cache-mounts", "cache-both", "code-edit")["wall_s"]
    assert mounted < sample(document, "cache-mounts", "deps-first", "code-edit")["wall_s"] / 3


def test_a_mounted_context_needs_no_copy_step_in_the_build_stage(document: Document) -> None:
    def copies(name: str) -> list[str]:
        steps = sample(document, "context-mount", name, "cold")["steps"]
        return [
            one["name"]
            for one in steps
            if one["stage"] == "builder" and one["name"].startswith("COPY")
        ]

    assert copies("mounted") == []
    assert copies("cache-both") != []


def test_every_promise_of_the_lessons_is_kept(document: Document) -> None:
    comparisons = [one for lesson in document["lessons"] for one in lesson["comparisons"]]
    assert len(comparisons) > 20
    assert [one for one in comparisons if one["promise_kept"] is False] == []


def test_the_tables_name_every_lesson_and_the_journey(printed: str) -> None:
    for lesson in load_course().lessons:
        assert f"{lesson.number}  {lesson.title}" in printed
    assert "The journey" in printed


def test_the_last_variant_of_each_lesson_serves_its_products_and_stops_on_sigterm(
    document: Document, client: docker.APIClient, bases: tuple[BaseUsed, ...]
) -> None:
    assert document
    probe_image = next(base.image_id for base in bases if base.reference.startswith("alpine"))
    for lesson in load_course().lessons:
        image = f"{IMAGE_PREFIX}{lesson.variants[-1]}:latest"
        life = one_life(client, image, probe_image, secrets.token_hex(4))
        assert life.answer.status == 200, lesson.id
        assert len(json.loads(life.answer.body)) >= 6, lesson.id
        assert life.stop.exit_code == 0, lesson.id
        assert life.stop.seconds < 1, lesson.id

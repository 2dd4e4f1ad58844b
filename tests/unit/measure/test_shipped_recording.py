"""The recording that ships: whole, of today's lessons, and silent about where it was made."""

import lzma
import os
from itertools import product

import pytest

from walkthrough.app_context import sample_app, variant_hashes
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.measure.hosts import hosts_chosen, hosts_in
from walkthrough.measure.recorded_files import beside, load_files
from walkthrough.measure.recording import Recording, anonymous, load_recording, shipped_recording

LARGEST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


@pytest.fixture(scope="module")
def recording() -> Recording:
    return load_recording(shipped_recording())


def test_it_has_every_variant_in_every_scenario_with_todays_hash(
    course: Course, recording: Recording
) -> None:
    hashes = variant_hashes(course, sample_app())
    shown = {
        pair for lesson in course.lessons for pair in product(lesson.variants, lesson.scenarios)
    }
    undisturbed = {
        (one.planned.variant_id, one.planned.scenario_id)
        for one in recording.builds
        if not one.disturbed and one.variant_hash == hashes[one.planned.variant_id]
    }
    assert shown - undisturbed == set()
    assert set(recording.images) == {name for lesson in course.lessons for name in lesson.variants}


def test_it_lists_the_files_of_every_variants_image(recording: Recording) -> None:
    listed = load_files(beside(shipped_recording()))
    assert set(listed) == set(recording.images)
    for variant, image in listed.items():
        assert image.size_bytes == recording.images[variant].unpacked_bytes, variant


def test_its_lists_name_no_host() -> None:
    names = lzma.decompress(beside(shipped_recording()).read_bytes()).decode("utf-8", "replace")
    assert list(hosts_in(names, hosts_chosen(os.environ))) == []


def test_every_one_of_its_builds_succeeded(recording: Recording) -> None:
    ends = {type(one.events[-1]).__name__ for one in recording.builds}
    assert ends == {"BuildFinished"}


def test_it_names_no_host(recording: Recording) -> None:
    assert anonymous(recording) == recording
    assert (recording.engine.name, recording.engine.root_directory) == ("", "")
    assert [base.note for base in recording.conditions.bases if base.note] == []


def test_it_is_dated(recording: Recording) -> None:
    assert recording.conditions.recorded_on


def test_it_is_small() -> None:
    assert shipped_recording().stat().st_size < LARGEST_BYTES

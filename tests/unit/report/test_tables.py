"""What a run prints at its end."""

import re
from io import StringIO

import msgspec
import pytest
from msgspec.structs import replace
from rich.console import Console

from tests.unit.report.example import COURSE, result, sample
from walkthrough.measure.results import CourseResult, LessonResult
from walkthrough.report.tables import course_report, journey_report


def printed(shown: CourseResult, width: int = 80) -> str:
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(course_report(COURSE, shown))
    return out.getvalue().replace("\u00a0", " ")


def test_sizes_times_and_ranges_of_the_variants_stand_side_by_side() -> None:
    text = printed(result())
    assert "397 MB" in text
    assert "15.1 MB" in text
    assert "20.7 to 21.9 s" in text


def test_an_estimated_download_is_labelled() -> None:
    text = printed(result())
    assert "~132 MB" in text
    assert "~ estimated: this engine keeps no compressed layers" in text


def test_overlapping_times_are_too_close_to_call() -> None:
    line = next(one for one in printed(result(), 120).splitlines() if one.startswith("Cold"))
    assert "too close to call" in line


def test_a_clear_difference_is_said_in_words_with_its_range() -> None:
    text = printed(result(small_cold=(10.0, 10.5, 11.0)), 120)
    assert "2.0× faster (1.9× to 2.2×)" in text


def test_a_kept_promise_and_its_figures_are_shown() -> None:
    text = printed(result(), 120)
    line = next(one for one in text.splitlines() if one.rstrip().endswith("kept"))
    assert line.split() == ["Image", "397", "MB", "15.1", "MB", "26×", "smaller", "kept"]


def test_a_broken_promise_is_not_hidden() -> None:
    shown = result()
    broken = msgspec.structs.replace(shown.lessons[0].comparisons[0], kept=False)
    lesson = msgspec.structs.replace(shown.lessons[0], comparisons=(broken,))
    text = printed(msgspec.structs.replace(shown, lessons=(lesson,)), 120)
    line = next(one for one in text.splitlines() if "BROKEN" in one)
    assert line.split() == ["Image", "397", "MB", "15.1", "MB", "26×", "smaller", "BROKEN"]


def test_the_line_that_took_longest_is_named_with_its_share() -> None:
    text = printed(result())
    line = next(one for one in text.splitlines() if "RUN go build" in one and "simple" in one)
    assert line.split()[-5:] == ["10.9", "s", "of", "21.9", "s"]


def test_the_cached_steps_and_downloaded_modules_of_a_rebuild_are_shown() -> None:
    text = printed(result())
    assert "3/3, 14 modules" in text
    assert "3/3, 0 modules" in text


def test_stand_in_bases_and_the_engine_stand_beside_the_figures() -> None:
    text = " ".join(printed(result()).split())
    assert "alpine:3.22 (stand-in base), golang." in text
    assert "Measured with Docker Engine 28.5.2" in text
    assert "2 CPUs" in text


def test_stand_in_bases_are_named_above_every_table() -> None:
    assert printed(result()).splitlines()[:2] == ["1  Size", "stand-in bases"]


def test_one_sample_each_is_said_beside_the_verdict() -> None:
    said = "Times are of one build each: --runs 3 shows how they vary."
    assert said in printed(result((20.0,), (10.0,)))
    assert said not in printed(result())


def test_a_disturbed_sample_is_not_what_a_rebuild_is_told_from() -> None:
    shown = result()
    variant = shown.lessons[0].variants[0]
    variant.samples["rebuild"] += (
        sample("simple", "rebuild", 9.0, 3, cached_steps=1, disturbed="another build"),
    )
    assert "3/3, 14 modules" in printed(shown)


def test_every_table_of_a_recorded_run_says_so() -> None:
    text = printed(result(recorded_on="2026-01-02"))
    heading = "recorded on 2026-01-02, Docker Engine 28.5.2, 2 CPUs: not measured here"
    assert heading in text
    assert "Measured with" not in text


def test_nothing_is_wider_than_the_terminal() -> None:
    assert max(len(line) for line in printed(result()).splitlines()) <= 80


@pytest.mark.parametrize("width", [40, 60, 79])
def test_below_80_columns_no_word_is_broken_and_nothing_is_left_out(width: int) -> None:
    narrow, full = printed(result(), width), printed(result(), 200)
    assert max(len(line) for line in narrow.splitlines()) <= width
    assert "…" not in narrow
    letters = re.compile(r"[A-Za-z0-9.,~×]+")
    assert set(letters.findall(full)) <= set(letters.findall(narrow))


def test_a_table_that_does_not_fit_becomes_a_block_for_each_row() -> None:
    lines = [line.rstrip() for line in printed(result(), 60).splitlines()]
    block = lines.index("simple")
    assert lines[block + 1 : block + 4] == [
        "  Image            397 MB",
        "  Download         ~132 MB",
        "  Context          45.0 MB",
    ]
    assert lines[block + 4] == "  Cold build       21.0 s, 20.7 to 21.9 s"


def test_a_table_that_fits_stays_one_below_80_columns() -> None:
    assert any(
        line.split()[:2] == ["Steps", "cached"] for line in printed(result(), 60).split("\n")
    )


def test_a_journey_goes_through_lessons_and_no_extra() -> None:
    shown = result()
    (lesson,) = shown.lessons
    extra = msgspec.structs.replace(
        lesson, lesson=msgspec.structs.replace(lesson.lesson, number=None)
    )
    both = msgspec.structs.replace(shown, lessons=(lesson, lesson))
    one = msgspec.structs.replace(shown, lessons=(lesson, extra))
    assert "The journey" in printed(both)
    assert "The journey" not in printed(one)
    assert "Extra  " in printed(one)


def test_a_journey_has_what_any_lesson_measured_of_a_variant() -> None:
    def measured(name: str, *scenarios: str) -> LessonResult:
        (lesson,) = result().lessons
        one = lesson.variants[0]
        samples = {each: (sample("simple", each, 12.5, 0),) for each in scenarios}
        lesson = replace(lesson, lesson=replace(lesson.lesson, id=name), comparisons=())
        return replace(lesson, variants=(replace(one, samples=samples),))

    lessons = (measured("first", "cold", "code-edit"), measured("second", "cold", "rebuild", "x"))
    for order in (lessons, lessons[::-1]):
        out = StringIO()
        shown = replace(result(), lessons=order)
        Console(file=out, width=80, highlight=False).print(journey_report(shown))
        *_, title, bar = out.getvalue().rstrip().splitlines()
        assert title.strip() == "Build after a code edit"
        assert bar.replace("\u00a0", " ").split()[:3] == ["simple", "12.5", "s"]

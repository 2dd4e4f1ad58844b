"""The comparison as it is drawn: figures, verdicts, causes, ranges, one metric with every run."""

from datetime import UTC, datetime

import msgspec
import pytest

from tests.tui.recorded_course import CONDITIONS, course
from tests.tui.repeated_runs import HERE, Times, results_of, sample
from walkthrough.course.metric import parse_metric
from walkthrough.learn.predictions import Answer, outcomes
from walkthrough.tui.bars import dots
from walkthrough.tui.compare.basis import basis_rows
from walkthrough.tui.compare.blocks import Shown, blocks, metrics_in_full, without_told_modules
from walkthrough.tui.compare.focus import focus_rows
from walkthrough.tui.compare.lead import answer_rows, lead_of, lead_rows
from walkthrough.tui.compare.rows import block_rows
from walkthrough.tui.compare.scales import columns_for
from walkthrough.tui.format import about_words

CACHES: Times = {
    ("deps-first", "cold"): (21.2, 20.6, 22.0),
    ("cache-both", "cold"): (21.6, 20.9, 22.5),
    ("deps-first", "code-edit"): (21.2, 20.7, 21.9),
    ("cache-mods", "code-edit"): (21.0, 20.8, 21.5),
    ("cache-both", "code-edit"): (1.1, 1.0, 1.2),
}


def shown(lesson_id: str, times: Times, answer: int | None = None) -> Shown:
    lesson = course().lesson(lesson_id)
    assert lesson is not None
    results = results_of(times)
    kept = Answer(answer, datetime.now(UTC).isoformat())
    answers = {lesson.predictions[0].id: kept} if answer is not None else {}
    return Shown(course(), lesson, results, HERE, outcomes(lesson, answers, results))


def drawn(what: Shown, width: int = 80, causes: bool = True) -> str:
    found = [one for one in blocks(what) if one.spreads]
    columns = columns_for(found, what.lesson.variants, width)
    rows = [row for one in found for row in block_rows(one, what, columns, width, causes)]
    assert max(row.cell_length for row in rows) <= width
    return "\n".join(row.plain for row in rows).replace("\u00a0", " ")


def test_a_metric_says_what_is_faster_by_how_much_and_which_line_it_was() -> None:
    text = drawn(shown("cache-mounts", CACHES))
    assert "After a code edit" in text
    assert "cache-both 19× faster" in text
    assert "line 8, go build: 21.1 s, now 1.0 s" in text
    assert "cache-mods against deps-first: too close to call" in text


def test_too_close_to_call_is_drawn_as_two_ranges_on_one_zoomed_scale() -> None:
    rows = drawn(shown("cache-mounts", CACHES)).split("\n")
    at = next(n for n, row in enumerate(rows) if row.startswith("Cold build"))
    first, second = rows[at + 1], rows[at + 2]
    for row in (first, second):
        assert row.index("├") < row.index("●") < row.index("┤")
    assert first.index("├") < second.index("├") < first.index("┤") < second.index("┤")
    assert "Zoomed in: the ranges overlap, so 3 runs cannot tell." in rows[at + 3]


def test_numbers_units_and_ranges_stand_in_columns() -> None:
    rows = drawn(shown("cache-mounts", CACHES)).split("\n")
    timed = [row for row in rows if " to " in row and " s " in row]
    assert len({row.index(" s ") for row in timed}) == 1
    points = {row.index(".", row.index(" s ")) for row in timed}
    assert len(points) == 1
    assert any(row.endswith(" 1.0 to   1.2") or " 1.0 to " in row for row in timed)


def test_figures_that_are_the_same_take_one_line() -> None:
    text = drawn(shown("cache-mounts", CACHES))
    row = next(row for row in text.split("\n") if row.startswith("Image"))
    assert "15.1 MB and 15.1 MB" in row
    assert row.endswith("same size")


def test_nothing_downloaded_by_either_is_said_in_words() -> None:
    both = {("hello", "rebuild"): (0.1,), ("simple", "rebuild"): (0.1,)}
    row = next(
        row for row in drawn(shown("simple-build", both)).split("\n") if row.startswith("Modules")
    )
    assert row.startswith("Modules downloaded, nothing changed")
    assert row.endswith("none in either")


def test_modules_are_told_with_the_time_that_they_cost() -> None:
    times = {("multi-stage", "commit"): (21.0,), ("ignored", "commit"): (0.2,)}
    what = shown("dockerignore", times)
    results = dict(what.results)
    before = results["multi-stage"]
    runs = {"commit": (sample("multi-stage", "commit", 21.0, modules=14),)}
    results["multi-stage"] = msgspec.structs.replace(before, samples=runs)
    what = msgspec.structs.replace(what, results=results)
    assert "14 modules, now none" in drawn(what)
    kept = [one.metric.id for one in without_told_modules(blocks(what), what)]
    assert "commit.wall_s" in kept
    assert "commit.modules_downloaded" not in kept
    assert "docs-edit.modules_downloaded" in kept
    brief = drawn(what, causes=False)
    assert "Modules downloaded after a commit   14, now 0" in brief
    assert "go build" not in brief


@pytest.mark.parametrize("width", [40, 56, 68, 76, 110])
def test_every_lesson_fits_every_width_with_and_without_causes(width: int) -> None:
    for lesson in course().lessons:
        times = {
            (name, scenario): (20.0 + place, 21.0, 22.0)
            for place, name in enumerate(lesson.variants)
            for scenario in lesson.scenarios
        }
        for causes in (True, False):
            assert drawn(shown(lesson.id, times), width, causes)


def test_the_main_figure_says_of_what_it_is_and_what_was_expected() -> None:
    what = shown("cache-mounts", CACHES, answer=0)
    lead = lead_of(blocks(what))
    assert lead is not None
    text = "\n".join(row.plain for row in lead_rows(lead, what, 76))
    assert "faster after a code edit" in text
    assert "cache-both against deps-first. As the lesson promised." in text
    assert "You predicted: under 5 seconds. Measured: 1.1\u00a0s. You were right." in text


def test_an_answer_stands_below_its_metric_unless_it_stands_beside_the_main_figure() -> None:
    def told(what: Shown, with_lead: bool) -> list[str]:
        found = blocks(what)
        lead = lead_of(found) if with_lead else None
        rows = [row for block in found for row in answer_rows(block, what, lead, 76)]
        return [row.plain for row in rows]

    answered = shown("cache-mounts", CACHES, answer=2)
    (words,) = told(answered, with_lead=False)
    assert words.startswith("You predicted: 15 seconds or more.")
    assert told(answered, with_lead=True) == []
    assert told(shown("cache-mounts", CACHES), with_lead=False) == []


def test_a_variant_that_is_not_built_is_named_and_draws_nothing() -> None:
    times = {("deps-first", "code-edit"): (21.2,), ("cache-both", "code-edit"): (1.1,)}
    text = drawn(shown("cache-mounts", times))
    row = next(row for row in text.split("\n") if row.startswith("cache-mods"))
    assert row.split() == ["cache-mods", "not", "built", "yet"]


def test_one_metric_in_full_has_every_run_and_what_was_left_out() -> None:
    what = shown("cache-mounts", CACHES, answer=1)
    results = dict(what.results)
    one = results["cache-mods"]
    disturbed = sample("cache-mods", "code-edit", 99.0, disturbed="another build")
    runs = {**one.samples, "code-edit": (*one.samples["code-edit"], disturbed)}
    results["cache-mods"] = msgspec.structs.replace(one, samples=runs)
    what = msgspec.structs.replace(what, results=results)
    metric = parse_metric("code-edit.wall_s")
    text = "\n".join(row.plain for row in focus_rows(what, metric, "metric 1 of 8", 76))
    text = text.replace("\u00a0", " ")
    said = " ".join(text.split())
    assert "3 runs: 21.2, 20.7, 21.9 s" in text
    assert "3 runs: 21.0, 20.8, 21.5 s; 1 run is left out, disturbed: another build" in said
    assert "99" not in text
    assert "19× faster (17× to 22×)" in text
    assert "line 8, go build" in text
    assert "You predicted: 5 to 15 seconds." in text
    assert all(row.count("●") <= 1 for row in text.split("\n"))


def test_a_metric_that_is_not_measured_says_what_will_fill_it() -> None:
    for metric in metrics_in_full(shown("cache-mounts", {}).lesson):
        rows = focus_rows(shown("cache-mounts", {}), metric, "", 60)
        text = "\n".join(row.plain for row in rows)
        assert "its runs appear here with the first build" in text
        assert "0.0" not in text


def test_every_metric_of_the_lesson_can_be_looked_at_alone() -> None:
    lesson = course().lessons[1]
    names = [one.id for one in metrics_in_full(lesson)]
    assert {one.metric for one in lesson.comparisons} < set(names)
    assert "rebuild.wall_s" in names
    assert len(names) == len(set(names))


def test_below_the_figures_stands_what_they_rest_on() -> None:
    what = msgspec.structs.replace(
        shown("cache-mounts", CACHES), not_shown=("3 runs are not shown: the bases differ.",)
    )
    words = " ".join(row.plain for row in basis_rows(what, blocks(what), 200))
    words = words.replace("\u00a0", " ")
    assert "Medians of 3 runs, then lowest to highest." in words
    assert "Stand-in bases." in words
    assert "3 runs are not shown: the bases differ." in words
    recorded = msgspec.structs.replace(what, conditions=CONDITIONS)
    words = " ".join(row.plain for row in basis_rows(recorded, blocks(what), 200))
    assert "Recorded on 2026-11-21, not measured here." in words


def test_runs_are_dots_on_one_scale_with_the_median_filled() -> None:
    text = dots((1.0, 5.0, 9.0), 5.0, (0.0, 10.0), 41, "red", from_start=True).plain
    assert text.startswith("─")
    assert (text.count("○"), text.count("●")) == (2, 1)
    assert text.index("○") < text.index("●") < text.rindex("○")
    zoomed = dots((5.0, 6.0), 5.5, (4.0, 10.0), 31, "red", from_start=False).plain
    assert zoomed.startswith(" ")
    assert dots((3.0,), 3.0, (3.0, 3.0), 10, "red", from_start=False).plain.count("●") == 1


def test_a_time_to_wait_is_told_roughly() -> None:
    told = {seconds: about_words(seconds).replace("\u00a0", " ") for seconds in (2, 47, 163, 4790)}
    assert told == {2: "5 s", 47: "45 s", 163: "2 min 40 s", 4790: "1 h 20 min"}

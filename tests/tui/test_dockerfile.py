"""The Dockerfile tab: times, what changed, and the line under the cursor in words."""

import msgspec
import pytest

from tests.tui.reading import Reader, gone, new_progress, read, recorded, screen_text, seen
from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.learn.progress import Place
from walkthrough.measure.explain_cause import FileChange, FilesChanged
from walkthrough.measure.model import Sample, StepTiming
from walkthrough.tui.dockerfile.code_rows import code_rows
from walkthrough.tui.dockerfile.gutter import Gutter, short_seconds
from walkthrough.tui.dockerfile.head import one_row, two_rows
from walkthrough.tui.dockerfile.ignore_rows import ignore_rows
from walkthrough.tui.dockerfile.line_rows import line_rows
from walkthrough.tui.dockerfile.shown import Samples, Shown
from walkthrough.tui.dockerfile.time_spent import time_spent

COURSE = load_course()
SIZES = [(120, 36), (80, 24), (60, 20)]
SCENARIOS = tuple(COURSE.scenarios[name] for name in ("cold", "code-edit"))


def sample(variant: str, scenario: str, *steps: StepTiming) -> Sample:
    seconds = sum(one.seconds for one in steps)
    return Sample(
        *(variant, "hash", scenario, "2026-11-21", seconds + 0.5, 0.1, 0.1, seconds, 0.2),
        *(0, len(steps), None, 0, steps),
    )


def step(line: int, seconds: float, cached: bool = False) -> StepTiming:
    return StepTiming("", "builder", line, seconds, cached)


OWN: Samples = {
    "cold": sample("cache-both", "cold", step(6, 0.004), step(8, 21.3)),
    "code-edit": sample(
        "cache-both", "code-edit", step(2, 0, True), step(4, 0, True), step(6, 0.004), step(8, 0.95)
    ),
}
BEFORE: Samples = {
    "cold": sample("deps-first", "cold", step(5, 0.5), step(7, 0.02), step(8, 20.6)),
    "code-edit": sample("deps-first", "code-edit", step(5, 0, True), step(7, 0.02), step(8, 19.7)),
}


def shown(scenario: str = "code-edit", own: Samples = OWN, before: Samples = BEFORE) -> Shown:
    return Shown(
        COURSE.variants["cache-both"],
        COURSE.variants["deps-first"],
        COURSE.scenarios[scenario],
        SCENARIOS,
        own,
        before,
        {"alpine:3.22": "stand-in base"},
    )


def code(what: Shown, width: int = 72, cursor: int | None = None) -> list[str]:
    return [row.plain.replace("\u00a0", " ").rstrip() for _, row in code_rows(what, cursor, width)]


def words(what: Shown, number: int, width: int = 72) -> str:
    rows = line_rows(what, number, width)
    assert max(row.cell_length for row in rows) <= width
    return "\n".join(row.plain for row in rows).replace("\u00a0", " ")


def test_each_step_has_its_time_or_cached_beside_its_first_line() -> None:
    rows = code(shown())
    assert rows[0].startswith(" " * 13 + "▎  1   FROM")
    assert rows[1].startswith("CACHED")
    assert rows[5].startswith("< 0.01 ▏")
    assert rows[7].startswith("0.95 s ███")
    assert rows[8].startswith(" " * 13 + "▎  9 +")


def test_a_step_that_took_longer_before_says_how_long() -> None:
    assert code(shown(), 76)[7].endswith("was 19.7 s")
    assert "was" not in code(shown("cold"), 76)[7]


def test_a_time_that_is_not_known_is_a_point_and_never_zero() -> None:
    rows = code(shown(own={}, before={}))
    assert rows[1].startswith("     ·")
    assert not any("0.0" in row.partition("▎")[0] for row in rows)
    assert rows[11].endswith("stand-in base")


@pytest.mark.parametrize("seconds", [0.0001, 0.02, 0.95, 1.2, 21.3, 99.9, 100, 1077, 12345])
def test_a_time_keeps_to_its_cells(seconds: float) -> None:
    gutter = Gutter(1, step=step(1, seconds), whole_s=seconds)
    assert gutter.roomy().cell_length in (20, 20 + max(0, len(short_seconds(seconds)) - 6))


@pytest.mark.parametrize("width", [60, 71, 72, 76])
@pytest.mark.parametrize("variant", sorted(COURSE.variants))
def test_no_line_of_the_course_takes_more_than_its_row(variant: str, width: int) -> None:
    what = msgspec.structs.replace(shown(own={}), variant=COURSE.variants[variant], before=None)
    rows = list(code_rows(what, 1, width))
    assert [number for number, _ in rows] == list(range(1, len(what.source()) + 1))
    assert max(row.cell_length for _, row in rows) <= width


def test_a_long_line_is_broken_at_a_blank_and_loses_nothing() -> None:
    long = f"FROM scratch\nRUN {' '.join(['word'] * 30)} end\n"
    what = msgspec.structs.replace(
        shown(own={}), variant=Variant("x", "l", "", "", "Dockerfile", long), before=None
    )
    rows = list(code_rows(what, None, 60))
    assert {number for number, _ in rows} == {1, 2}
    assert "".join(row.plain for _, row in rows).count("word") == 30
    assert rows[-1][1].plain.rstrip().endswith("end")


def test_the_head_tells_less_where_there_is_less_room() -> None:
    assert [row.plain for row in two_rows(shown(), 72)][1].startswith("~ 2 changed   + 4 new")
    wide, narrow = (one_row(shown(), width)[0].plain for width in (76, 50))
    assert "against deps-first   ~ 2 changed   + 4 new" in wide
    assert "cache-both  ~ 2 + 4" in narrow
    for row in (wide, narrow):
        assert row.endswith("code edit  1.5\u00a0s")
    unbuilt = two_rows(shown(own={}), 72)
    assert "not built yet" in unbuilt[0].plain
    assert "appears here with your first build" in unbuilt[1].plain


def test_the_bars_of_both_variants_stand_for_the_same_step() -> None:
    rows = [row.plain for row in time_spent(shown(), 72)]
    assert "line 8, go build" in rows[1]
    assert rows[2].startswith("deps-first")
    assert rows[2].rstrip().endswith("20.2 s")
    assert rows[3].rstrip().endswith("1.5 s")
    assert rows[2].count("▆") > 10 * rows[3].count("▆")
    assert time_spent(shown(own={}), 72) == []


def test_a_line_says_what_it_does_and_what_it_took_in_each_build() -> None:
    text = words(shown(), 9)
    assert "RUN, lines 8 to 10" in text
    assert "code edit  0.95 s, was 19.7 s" in text
    assert "/root/.cache/go-build is a folder" in " ".join(text.split())
    assert "Runs again  When its own text changes" in text
    table = [row.split() for row in text.split("\n")[-3:]]
    assert table[0] == ["Took", "Cold", "build", "Code", "edit"]
    assert table[1] == ["cache-both", "21.3", "s", "0.95", "s"]
    assert table[2] == ["deps-first", "20.6", "s", "19.7", "s"]


def test_where_it_is_narrow_the_times_are_a_sentence() -> None:
    text = " ".join(words(shown(), 8, 58).split())
    assert "Took cold build 21.3 s (deps-first 20.6 s), code edit 0.95 s (19.7 s)" in text


def test_a_line_without_a_time_of_its_own_shows_none() -> None:
    assert "Took" not in words(shown(), 1)
    assert "Took" not in words(shown(), 19)
    assert "appears here with your first build" in words(shown(own={}), 8)


def test_a_step_that_ran_again_says_why() -> None:
    cause = FilesChanged("builder", 6, "COPY . .", (FileChange("main.go", 2100, 2090, False),), 0)
    edited = msgspec.structs.replace(OWN["code-edit"], causes=(cause,))
    what = shown(own={**OWN, "code-edit": edited})
    assert "Code edit   main.go changed (2,100 B, was 2,090 B)" in words(what, 6)
    assert "main.go" not in words(what, 8)


@pytest.mark.parametrize("variant", sorted(COURSE.variants))
def test_every_line_of_the_course_can_be_told_at_each_width(variant: str) -> None:
    what = msgspec.structs.replace(shown(), variant=COURSE.variants[variant])
    for width in (56, 58, 72, 76, 120):
        for number in range(1, len(what.source()) + 1):
            assert 3 <= len(words(what, number, width).split("\n")) <= 14


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_cursor_goes_to_the_slowest_line_and_from_line_to_line(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        await seen(pilot, "next: compare")
        await pilot.press("1")
        await seen(pilot, "simple", "RUN go build")
        assert "Runs again" not in screen_text(pilot)
        await pilot.press("down")
        await seen(pilot, "RUN, line 4", "Compiles the program", "▌")
        await pilot.press("k")
        await seen(pilot, "COPY, line 3")
        await pilot.press("j", "j")
        await seen(pilot, "ENV, line 5", "PRODUCT_CATALOG_PORT to 8088")
        await pilot.press("end")
        await seen(pilot, "ENTRYPOINT, line 7", 'ENTRYPOINT ["./product-catalog"]')
        await pilot.press("down")
        await seen(pilot, "ENTRYPOINT, line 7")
        await pilot.press("home")
        await seen(pilot, "FROM, line 1")

    read(recorded(), story, size)


def test_escape_closes_the_words_before_it_leaves_the_lesson() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "explain a line")
        await pilot.press("down")
        await seen(pilot, "Runs again", "close")
        await pilot.press("escape")
        text = await seen(pilot, "explain a line", "A simple build")
        assert "Runs again" not in text
        await pilot.press("escape")
        await seen(pilot, "Multi-stage builds")

    read(recorded(), story)


def test_enter_still_goes_on_while_a_line_is_explained() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "You have a Go program")
        await pilot.press("down")
        await seen(pilot, "Runs again")
        await pilot.press("enter")
        await seen(pilot, "The Dockerfile, line by line", "page 2 of 6", "Runs again")

    read(recorded(), story)


def test_a_click_opens_a_line_and_closes_it() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        rows = (await seen(pilot, "EXPOSE 8088")).split("\n")
        row = next(n for n, text in enumerate(rows) if "EXPOSE 8088" in text)
        at = (rows[row].index("EXPOSE"), row)
        await pilot.click(offset=at)
        await seen(pilot, "EXPOSE, line 6", "docker run -p")
        await pilot.click(offset=at)
        await gone(pilot, "EXPOSE, line 6")

    read(recorded(), story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_line_stays_in_sight_from_the_top_to_the_end(size: tuple[int, int]) -> None:
    source = COURSE.variants["multi-stage"].dockerfile.rstrip("\n").split("\n")

    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter")
        await seen(pilot, "Multi-stage builds")
        await pilot.press("1", "home")
        await seen(pilot, "Comment, line 1", source[0])
        for number, text in enumerate(source[1:], start=2):
            await pilot.press("down")
            screen = await seen(pilot, f"line {number}") if number not in (13, 14) else ""
            screen = screen or await seen(pilot, "lines 13 to 14")
            assert text in screen

    read(recorded(), story, size)


def test_another_variant_keeps_the_words_open_at_its_own_line() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter")
        await seen(pilot, "multi-stage  against simple")
        await pilot.press("down")
        await seen(pilot, "Runs again")
        await pilot.press("v")
        await seen(pilot, "stages  against multi-stage", "Runs again")

    read(recorded(), story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_ignore_file_can_be_read_at_every_size(size: tuple[int, int]) -> None:
    progress = new_progress()
    progress.remember(Place("dockerignore"))

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "What the builder gets to see")
        await pilot.press("1")
        text = await seen(pilot, "RUN go build")
        assert "i .dockerignore" in text or size[0] < 80
        await pilot.press("i")
        text = await seen(pilot, "+ .git", "13 + .env.*")
        assert "esc the Dockerfile" in text or size[0] < 80
        assert "RUN go build" not in text
        await pilot.press("escape")
        await seen(pilot, "RUN go build")
        await pilot.press("i", "down")
        await seen(pilot, "RUN go build", "Runs again")

    read(recorded(progress), story, size)


def test_a_dockerfile_without_an_ignore_file_offers_none() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        assert ".dockerignore" not in await seen(pilot, "↑↓ explain a line")
        await pilot.press("i")
        assert "RUN go build" in await seen(pilot, "↑↓ explain a line")

    read(recorded(), story)


def test_an_ignore_file_that_stays_as_it_was_has_no_marks_and_a_long_line_no_end() -> None:
    ignored = COURSE.variants["ignored"]
    same = msgspec.structs.replace(shown(), variant=ignored, before=ignored)
    rows = [row.plain for row in ignore_rows(same, 60)]
    assert rows[1].endswith("as in ignored")
    assert "▎  2   .git" in [row.rstrip() for row in rows]
    long = msgspec.structs.replace(ignored, ignore="a" * 100)
    cut = ignore_rows(msgspec.structs.replace(same, variant=long), 60)
    assert sum(row.plain.count("a") for row in cut[2:]) == 100
    assert max(row.cell_length for row in cut) <= 60

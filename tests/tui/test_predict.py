"""The Predict step: asked before the first build, kept, and held against what was measured."""

import pytest

from tests.tui.reading import Reader, new_progress, read, recorded, screen_text, seen, to_step

SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_reader_predicts_with_two_keys_and_sees_the_answer_kept(size: tuple[int, int]) -> None:
    services = recorded()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await seen(pilot, "How big is the image?", "1-4 choose", "Question 1 of 2", "No score")
        await pilot.press("enter")
        await seen(pilot, "Choose one with its number", "1-4 choose")
        await pilot.press("2")
        await seen(pilot, "▌ 2", "keep my answer")
        await pilot.press("down", "enter")
        await seen(pilot, "Question 2 of 2", "How many modules", "1-3 choose")
        await pilot.press("n")
        await seen(pilot, "Builds of this lesson")

    read(services, story, size)
    answers = services.progress.answers("simple-build")
    assert [one.choice for one in answers.values()] == [2, None]


def test_in_compare_each_answer_stands_below_its_metric_where_no_page_is_beside() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await pilot.press("1", "enter", "2", "enter")
        await to_step(pilot, "Compare")
        text = await seen(pilot, "Modules downloaded after a code edit")
        rows = [row.strip() for row in text.split("\n")]
        size = next(n for n, row in enumerate(rows) if row.startswith("You predicted: under 20"))
        modules = next(
            n for n, row in enumerate(rows) if row.startswith("Modules downloaded after")
        )
        assert rows[size - 1].startswith("simple") and "397" in rows[size - 1]
        assert rows[modules + 1].startswith("You predicted: ")

    read(recorded(), story, (80, 24))


def test_a_question_has_no_page_that_could_be_shown_over_it() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await pilot.press("0", "2")
        await seen(pilot, "▌ 2", "p back")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1, part 2 of 6")

    read(recorded(), story, (80, 24))


def test_after_the_build_the_question_shows_what_was_measured_and_cannot_be_answered() -> None:
    services = recorded()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await pilot.press("1", "enter")
        await pilot.press("n")
        await pilot.press("enter")
        await seen(pilot, "next: compare")
        await pilot.press("p", "p")
        await seen(pilot, "You predicted: under 20 MB", "Recorded: 397 MB", "Not what you expected")
        await pilot.press("4")
        assert "▌ 4" not in screen_text(pilot)
        assert "choose" not in screen_text(pilot)
        await pilot.press("enter")
        await seen(pilot, "You skipped the question")

    read(services, story)
    assert services.progress.answers("simple-build")["image-size"].choice == 0


@pytest.mark.parametrize(("step", "size"), [("Compare", (120, 60)), ("Recap", (120, 36))])
def test_the_answer_stands_beside_the_measured_figure(step: str, size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await pilot.press("1", "enter", "n")
        await to_step(pilot, step)
        text = await seen(pilot, "What you expected", "You predicted: under 20 MB")
        assert "What you expected" in text.partition("Read on:")[0]

    read(recorded(), story, size)


def test_a_choice_can_be_clicked() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        rows = screen_text(pilot).split("\n")
        row = next(place for place, text in enumerate(rows) if "20 to 100 MB" in text)
        await pilot.click(offset=(rows[row].index("20 to 100 MB"), row))
        await seen(pilot, "▌ 2", "keep my answer")

    read(recorded(new_progress()), story)

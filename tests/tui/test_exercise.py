"""The Exercise step: started, edited, checked at each save, hints, the solution, and on."""

from pathlib import Path

import pytest

from tests.tui.reading import Reader, read, seen
from tests.tui.scripted_exercises import EXEC_FORM, ScriptedExercises, practising, to_exercise

SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_reader_starts_fails_takes_hints_edits_here_and_passes(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "start the exercise", "Starting puts Dockerfile into")
        assert not exercises.folder.exists()
        await pilot.press("enter")
        await seen(pilot, "save and check", "ENTRYPOINT ./product-catalog && echo")
        await pilot.press("escape")
        await seen(pilot, "check what is there")
        await pilot.press("enter")
        await seen(pilot, "1 of 2 checks pass", "1 to go", "killed [b]after[/b] 10 s", "why")
        await seen(pilot, "A server is stopped", "Look at ENTRYPOINT", "edit your files")
        await pilot.press("h")
        await seen(pilot, "Hint 1 of 3", "sends SIGTERM to one process")
        await pilot.press("e")
        await seen(pilot, "save and check")
        await pilot.press("f7", *"FROM golang:1.26-alpine", "enter")
        await pilot.press(*'ENTRYPOINT ["./product-catalog"]')
        await seen(pilot, "not saved")
        await pilot.press("ctrl+s")
        await pilot.press("escape")
        await seen(pilot, "2 of 2 checks pass", "next: recap")
        assert EXEC_FORM in (exercises.folder / "Dockerfile").read_bytes()
        await pilot.press("4")
        await seen(pilot, "One right answer; yours may be another.")
        await pilot.press("1", "enter")
        await seen(pilot, "Recap")

    services = practising(exercises)
    read(services, story, size)
    assert "Exercise" in services.progress.done("simple-build")
    assert exercises.attempts.passed("simple-build")


def test_a_save_from_elsewhere_is_checked_and_ends_the_check_before(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter", "escape")
        exercises.waits = True
        await pilot.press("enter")
        await seen(pilot, "checking", "0 of 2 checks pass")
        exercises.waits = False
        dockerfile = exercises.folder / "Dockerfile"
        dockerfile.write_text('FROM a\nENTRYPOINT ["./product-catalog"]\n')
        await seen(pilot, "2 of 2 checks pass", "next: recap")

    read(practising(exercises), story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_task_can_be_read_before_the_exercise_is_started(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "start the exercise", "ends within a second of docker stop")

    read(practising(exercises), story, size)


def test_digits_and_enter_are_typed_in_the_editor_and_no_tab_shows_one_as_its_key(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "0 Task   1 Checks   2 Your files")
        await pilot.press("enter")
        text = await seen(pilot, "save and check", "esc save and close")
        assert "Checks     Your files     Log     Solution" in text
        assert "1 Checks" not in text
        await pilot.press("0", "1", "2", "enter", "3", "4", "5")
        await seen(pilot, "012\n", "345FROM", "not saved")
        await pilot.press("escape")
        await seen(pilot, "0 Task   1 Checks   2 Your files", "check what is there")

    read(practising(exercises), story, (80, 24))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_who_saves_goes_on_editing_and_reads_there_what_the_check_says(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter", "#", "ctrl+s")
        await seen(pilot, "saved; 1 of 2 checks pass: esc shows them", "#FROM")
        await pilot.press("#")
        await seen(pilot, "not saved: ctrl+s or esc saves", "##FROM")
        exercises.waits = True
        await pilot.press("ctrl+s")
        await seen(pilot, "saved, checking", "##FROM")
        await pilot.press("escape")
        await seen(pilot, "checking", "esc cancel the check")

    read(practising(exercises), story, size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_log_says_what_it_is_for_until_a_check_has_built_something(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("3")
        await seen(pilot, "No check has built anything yet.")
        await pilot.press("enter", "escape", "c")
        await seen(pilot, "killed")
        await pilot.press("3")
        text = await seen(pilot, "── building the image", "compiling")
        assert "No check has built anything" not in text

    read(practising(exercises), story, size)


def test_the_footer_says_what_esc_does_and_offers_no_hint_where_none_is_left(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "esc course")
        await pilot.press("enter", "escape")
        exercises.waits = True
        await pilot.press("enter")
        await seen(pilot, "checking", "esc cancel the check")
        await pilot.press("escape")
        await seen(pilot, "stopped")
        exercises.waits = False
        await pilot.press("enter")
        await seen(pilot, "h hint 1 of 3")
        await pilot.press("h", "h", "h")
        text = await seen(pilot, "Hint 3 of 3", "edit your files")
        assert "h hint" not in text

    read(practising(exercises), story)


def test_esc_stops_a_check_then_leads_to_the_course(exercises: ScriptedExercises) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter", "escape")
        exercises.waits = True
        await pilot.press("enter")
        await seen(pilot, "checking")
        await pilot.press("escape")
        await seen(pilot, "stopped", "check what is there")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1, part 5 of 6")
        await pilot.press("enter")
        await seen(pilot, "Exercise", "check what is there")

    read(practising(exercises), story)


@pytest.mark.parametrize("theirs", ["theirs", None], ids=["changed", "removed"])
def test_what_somebody_else_did_to_a_file_is_not_overwritten_unasked(
    theirs: str | None, exercises: ScriptedExercises
) -> None:
    async def story(pilot: Reader) -> None:
        file = exercises.folder / "Dockerfile"
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "ENTRYPOINT")
        await pilot.press("x")
        if theirs is None:
            file.unlink()
        else:
            file.write_text(theirs)
        await pilot.press("ctrl+s")
        await seen(pilot, "was changed outside")
        assert (file.read_text() if file.exists() else None) == theirs
        await pilot.press("ctrl+s")
        await seen(pilot, "checks pass")
        assert file.read_text().startswith("x")

    read(practising(exercises), story)


def test_a_file_that_is_no_text_is_refused_in_words_and_kept(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter", "escape")
        (exercises.folder / "Dockerfile").write_bytes(b"\xff\x00\xff")
        await pilot.press("enter")
        await seen(pilot, "why", "next")
        await pilot.press("2", *"abc", "ctrl+s")
        assert (exercises.folder / "Dockerfile").read_bytes() == b"\xff\x00\xff"

    read(practising(exercises), story)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_recorded_runs_let_one_read_and_write_and_say_why_nothing_is_checked(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    exercises.can_check = False

    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "start the exercise", "nothing is checked")
        await pilot.press("enter")
        text = await seen(pilot, "ctrl+s", "save")
        assert "save and check" not in text
        await pilot.press("x", "ctrl+s", "escape")
        text = await seen(pilot, "next: recap", "Edit here with 2")
        assert (exercises.folder / "Dockerfile").read_text().startswith("x")
        assert "check what is there" not in text
        await pilot.press("c")
        await seen(pilot, "With recorded runs", "Edit here with 2")
        await pilot.press("enter")
        await seen(pilot, "● Recap")

    read(practising(exercises), story, size)


def test_an_exercise_that_was_passed_is_done_beside_recorded_runs_too(
    exercises: ScriptedExercises,
) -> None:
    exercises.folder.mkdir()
    (exercises.folder / "Dockerfile").write_bytes(b"FROM a\nENTRYPOINT " + EXEC_FORM)
    services = practising(exercises)

    async def passing(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "check what is there")
        await pilot.press("enter")
        await seen(pilot, "2 of 2 checks pass")

    async def going_on(pilot: Reader) -> None:
        await to_exercise(pilot)
        await seen(pilot, "You have passed this exercise.", "next: recap")
        await pilot.press("enter")
        await seen(pilot, "● Recap")

    read(services, passing)
    assert "Exercise" not in services.progress.done("simple-build")
    exercises.can_check = False
    read(services, going_on)
    assert "Exercise" in services.progress.done("simple-build")


def test_a_link_that_comes_while_one_edits_is_not_written_through(
    exercises: ScriptedExercises, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("theirs")

    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("x")
        dockerfile = exercises.folder / "Dockerfile"
        dockerfile.unlink()
        dockerfile.symlink_to(outside)
        await pilot.press("ctrl+s")
        await seen(pilot, "no ordinary file")
        await pilot.press("ctrl+s", "ctrl+s")
        assert outside.read_text() == "theirs"

    read(practising(exercises), story)


def test_what_was_typed_is_saved_before_the_reader_goes_elsewhere(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("x", "escape")
        await seen(pilot, "check what is there")
        assert (exercises.folder / "Dockerfile").read_text().startswith("x")
        await pilot.press("n")
        await seen(pilot, "● Recap")

    read(practising(exercises), story)

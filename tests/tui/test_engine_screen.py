"""The engine's place: what is there and missing, setting up and cleaning up, lost and found."""

from pathlib import Path

import pytest
from textual.message import Message

from tests.tui.fake_upkeep import LEFTOVERS, FakeUpkeep
from tests.tui.reading import Reader, WithoutEngine, read, recorded, screen_text, seen
from walkthrough.engine.cleanup import Leftovers, OwnImage
from walkthrough.engine.doctor_checks import load_check
from walkthrough.engine.set_up import SetUpPlan
from walkthrough.tui import app as app_module
from walkthrough.tui.engine_state import LookForEngine
from walkthrough.tui.lines import joined
from walkthrough.tui.upkeep import DiskUse
from walkthrough.tui.widgets.engine_views import kinds_of

SIZES = [(120, 36), (80, 24), (60, 20)]
READY = "Everything is there to measure."
DONE = "The engine and the base images are there."


def machine(there: bool = True) -> tuple[WithoutEngine, FakeUpkeep]:
    """A machine with an engine, or one on which it is missing."""
    services = WithoutEngine()
    services.care.there = there
    return services, services.care


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_checks_bases_and_disk_are_there_at_every_size(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY)
        await pilot.press("3")
        await seen(pilot, "warning", "next: Make room there.", "Clock")
        await pilot.press("1")
        await seen(pilot, "golang:1.26-alpine", "a stand-in")
        await pilot.press("2")
        told = ("2 images", "464 MB", "1 base image made here", "1 folder", "62.0 MB", "6.0 GB")
        text = await seen(pilot, *told)
        assert all(len(line) <= size[0] for line in text.splitlines())
        await pilot.press("3")
        await seen(pilot, "Docker Engine 28.5.2")

    read(machine()[0], story, size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_a_set_up_does_and_costs_is_told_before_it_begins(size: tuple[int, int]) -> None:
    services, upkeep = machine(there=False)
    upkeep.held = True

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "set up engine and bases", "no engine")
        for _ in range(60):
            if "Free disk: 31.8 GB" in screen_text(pilot):
                break
            await pilot.press("down")
            await pilot.pause(0.05)
        await seen(pilot, "Free disk: 31.8 GB")
        assert upkeep.preferences == []
        await pilot.press("enter")
        await seen(pilot, "Setting up", "6 of 60 MB", "esc stops it", "go on, when done")
        upkeep.let_go.set()
        await seen(pilot, DONE, READY, "go on with the course")
        assert upkeep.preferences == ["auto"]
        await pilot.press("enter")
        await seen(pilot, "start lesson 1")

    read(services, story, size)


def test_esc_stops_a_set_up_which_can_be_begun_again() -> None:
    services, upkeep = machine(there=False)
    upkeep.held = True

    async def story(pilot: Reader) -> None:
        await pilot.press("e", "enter")
        await seen(pilot, "6 of 60 MB")
        await pilot.press("escape")
        await seen(pilot, "Stopped.", "Nothing is half-made.", "set up engine and bases")
        await pilot.press("enter")
        await seen(pilot, DONE)

    read(services, story)


def test_where_walkthrough_cannot_set_up_it_says_what_to_do_and_looks_again() -> None:
    services, upkeep = machine(there=False)
    upkeep.planned = SetUpPlan(obstacle="Start Docker Desktop (`open -a Docker`).")

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "Start Docker Desktop", "look again")
        upkeep.there = True
        await pilot.press("enter")
        await seen(pilot, READY, "engine 28.5")
        assert upkeep.preferences == []

    read(services, story)


def test_cleaning_up_lists_asks_and_removes_what_was_listed() -> None:
    services, upkeep = machine()

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "464 MB", READY)
        await pilot.press("c")
        text = await seen(
            pilot, "Left by your walkthrough on unix:///engine.sock", "Remove all this?"
        )
        assert "image walkthrough.local/simple:latest (451.7 MB)" in text
        assert "folder /home/reader/walkthrough/simple-1 (62.0 MB)" in text
        assert "alpine-stand-in" not in text
        await pilot.press("escape")
        await seen(pilot, "464 MB")
        assert upkeep.removed is None
        await pilot.press("c", "enter")
        await seen(pilot, "Done, but for the above.", "final:latest stays", "Nothing of walk")
        assert upkeep.removed == LEFTOVERS.without_bases()

    read(services, story)


def test_base_images_are_removed_only_when_that_is_chosen_too() -> None:
    services, upkeep = machine()

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "464 MB")
        await pilot.press("c", "b")
        await seen(pilot, "golang:1.26-alpine-stand-in (217.0 MB)", "4 things")
        await pilot.press("enter")
        await seen(pilot, "Done, but for the above.")
        assert upkeep.removed == LEFTOVERS

    read(services, story)


def test_a_long_list_scrolls_under_its_question() -> None:
    services, upkeep = machine()
    many = tuple(LEFTOVERS.workspaces[0] for _ in range(200))
    upkeep.found = lambda: DiskUse("here", Leftovers(workspaces=many), 0)

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY)
        await pilot.press("2")
        await seen(pilot, "200 folders")
        await pilot.press("c")
        await seen(pilot, "Remove all this?", "keep everything", "200 things")

    read(services, story, (60, 20))


def test_real_images_are_fetched_after_telling_what_that_costs() -> None:
    services, upkeep = machine()

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY, "real bases")
        await pilot.press("r")
        await seen(pilot, "Get the real base images?", "MB to download from Docker Hub")
        await pilot.press("enter")
        await seen(pilot, DONE)
        assert upkeep.preferences == ["real"]

    read(services, story)


def test_nothing_is_looked_at_or_changed_while_a_build_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services, upkeep = machine()
    upkeep.is_measuring = True
    looked_while_measuring: list[bool] = []
    post = app_module.WalkthroughApp.post_message

    def post_message(self: app_module.WalkthroughApp, message: Message) -> bool:
        if isinstance(message, LookForEngine):
            looked_while_measuring.append(upkeep.is_measuring)
        return post(self, message)

    monkeypatch.setattr(app_module.WalkthroughApp, "post_message", post_message)

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        text = await seen(pilot, "A build is being measured")
        assert "464 MB" not in text
        assert "Clock" not in text
        await pilot.press("r", "l")
        upkeep.is_measuring = False
        await pilot.press("l")
        assert "Get the real" not in await seen(pilot, "464 MB", "Clock")

    read(services, story)
    assert looked_while_measuring == [False]


def test_quitting_while_it_works_asks_and_then_stops_it() -> None:
    services, upkeep = machine(there=False)
    upkeep.held = True

    async def story(pilot: Reader) -> None:
        await pilot.press("e", "enter")
        await seen(pilot, "6 of 60 MB")
        await pilot.press("q")
        await seen(pilot, "Setting up is going on.", "stop it and quit")
        await pilot.press("escape")
        await seen(pilot, "6 of 60 MB")
        await pilot.press("q", "enter")
        for _ in range(500):
            if not pilot.app.is_running:
                break
            await pilot.pause(0.02)

    assert not read(services, story).is_running
    assert upkeep.let_go.is_set()


def test_an_engine_that_goes_is_told_and_one_that_comes_back_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app_module, "WATCH_SECONDS", 0.1)
    services, upkeep = machine()

    async def story(pilot: Reader) -> None:
        await seen(pilot, "engine 28.5")
        upkeep.there = False
        await seen(pilot, "The engine does not answer any more.", "the engine is gone")
        await pilot.press("e")
        await seen(pilot, "Start it again", "look again")
        upkeep.there = True
        await seen(pilot, READY, "go on with the course")

    read(services, story)


def test_recorded_runs_say_that_they_need_none() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        text = await seen(pilot, "Recorded runs need no engine", "go on with the course")
        assert "clean up" not in text
        await pilot.press("c", "r", "l", "enter")
        await seen(pilot, "start lesson 1")

    read(recorded(), story)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("1", "The images that the lessons' Dockerfiles start from"),
        ("2", "What `walkthrough clean --dry-run` lists"),
        ("3", "What `walkthrough doctor` prints"),
    ],
)
def test_each_section_explains_itself(key: str, words: str) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY)
        await pilot.press(key, "question_mark")
        await seen(pilot, words, "Clean up.", "Look again.")
        await pilot.press("escape")
        await seen(pilot, READY)

    read(machine()[0], story)


def test_the_answers_in_a_sheet_can_be_clicked() -> None:
    services, upkeep = machine()

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "464 MB")
        await pilot.press("c")
        text = await seen(pilot, "remove 3 things")
        row = next(i for i, one in enumerate(text.splitlines()) if "remove 3 things" in one)
        column = text.splitlines()[row].index("remove 3 things")
        await pilot.click(offset=(column + 2, row))
        await seen(pilot, "Done, but for the above.")
        assert upkeep.removed is not None

    read(services, story)


def test_foreign_names_in_a_listing_are_never_markup() -> None:
    services, upkeep = machine()
    folder = LEFTOVERS.workspaces[0].__class__(Path("/home/[bold]reader[/]"), 1)
    upkeep.found = lambda: DiskUse("[red]here", Leftovers(workspaces=(folder,)), 0)

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "1 folder")
        await pilot.press("c")
        await seen(pilot, "on [red]here", "folder /home/[bold]reader[/]")

    read(services, story)


@pytest.mark.parametrize("error", [ValueError("no [b]such[/b] answer"), ConnectionError(READY)])
def test_an_engine_that_fails_while_it_is_looked_at_is_told_in_three_lines(
    error: Exception,
) -> None:
    services, upkeep = machine()
    upkeep.looking_fails = error

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "The doctor broke off.", f"why: {type(error).__name__}: {error}", "next:")
        await seen(pilot, "The disk could not be looked at.", "Press l to look again")
        upkeep.looking_fails = None
        await pilot.press("l")
        await seen(pilot, "464 MB")

    read(services, story)


def test_work_that_ends_in_an_error_nobody_foresaw_is_told_in_three_lines() -> None:
    services, upkeep = machine(there=False)
    upkeep.set_up_error = KeyError("Id")

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "No engine answers.")
        await pilot.press("enter")
        await seen(pilot, "It broke off.", "KeyError: 'Id'.", "Press l to look again")

    read(services, story)


def test_quitting_after_the_work_has_ended_meanwhile_quits() -> None:
    services, upkeep = machine(there=False)
    upkeep.held = True

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, "No engine answers.")
        await pilot.press("enter")
        await seen(pilot, "6 of 60 MB")
        await pilot.press("q")
        await seen(pilot, "Setting up is going on.")
        upkeep.let_go.set()
        await seen(pilot, DONE)
        await pilot.press("enter")
        left.append(pilot.app.return_code)

    left: list[int | None] = []
    read(services, story)
    assert left == [0]


def test_light_themes_and_no_colour_show_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY, "Clock", "464 MB")
        for theme in ("walkthrough-dark", "walkthrough-light", "textual-light", "ansi-light"):
            pilot.app.theme = theme
            await pilot.pause(0.1)
            shown.append(screen_text(pilot))

    read(machine()[0], story)
    monkeypatch.setenv("NO_COLOR", "1")
    read(machine()[0], story)
    assert len(set(shown)) == 1
    assert "! warning" in shown[0]


def test_the_palette_offers_what_can_be_done_here_with_its_key() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await seen(pilot, READY)
        await pilot.press("ctrl+p")
        await seen(pilot, "Look again", "l · Looks for", "c · Lists what")
        await pilot.press(*"theme")
        text = await seen(pilot, "All themes", "T · Chooses one", "Light or dark")
        assert "Open the lesson" not in text

    read(machine()[0], story)


def test_a_number_stays_beside_its_unit() -> None:
    assert joined("25.3 GB in 2 CPUs, 15 s away") == "25.3\u00a0GB in 2\u00a0CPUs, 15\u00a0s away"
    assert joined("10 steps, 3 Bases") == "10 steps, 3 Bases"


def test_an_image_with_two_names_lies_on_disk_once() -> None:
    found = Leftovers(
        images=(
            OwnImage("walkthrough.local/multi-stage:latest", 15_100_000, id="sha256:a"),
            OwnImage("walkthrough.local/stages:latest", 15_100_000, id="sha256:a"),
            OwnImage("walkthrough.local/simple:latest", 397_000_000, id="sha256:b"),
            OwnImage("walkthrough.local/base:stand-in", 217_000_000, is_base=True, id="sha256:c"),
        )
    )
    assert [(what, count.strip(), joined(amount)) for what, count, amount in kinds_of(found)] == [
        ("images", "2", joined("412 MB")),
        ("base image made here", "1", joined("217 MB")),
    ]


def test_a_busy_machine_is_said_where_all_is_there_to_measure() -> None:
    services, upkeep = machine(there=True)
    busy = "the machine is busy: times will be too high (other work keeps 1.8 of 2 CPUs busy)"
    upkeep.checks = (load_check(busy),)

    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        text = await seen(pilot, "Everything is there to measure, but the", "1 warning")
        assert READY not in text

    read(services, story)

"""Every command once: its key, its words in the footer, what help and the palette say of it.

A screen names its place; bindings, footer, palette and help are made from here.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from textual.binding import Binding, BindingType

Place = Literal[
    "anywhere", "course", "lesson", "predict", "dockerfile", "build", "compare", "inside", "engine"
]
PLACES: dict[str, Place] = {
    "course": "course",
    "lesson": "lesson",
    "predict": "predict",
    "dockerfile": "dockerfile",
    "build": "build",
    "compare": "compare",
    "inside": "inside",
    "engine": "engine",
}
PANES: frozenset[Place] = frozenset({"predict", "dockerfile", "build", "compare", "inside"})


class Command(NamedTuple):
    """`keys` are textual's names, comma separated; `shown` is how the footer writes them.

    `words` is the footer's short form, `tooltip` the sentence for help and palette.
    """

    id: str
    keys: str
    shown: str
    words: str
    title: str
    tooltip: str
    action: str

    @property
    def place(self) -> Place:
        """Where the command is there, as its id begins."""
        return PLACES.get(self.id.partition(".")[0], "anywhere")


COMMANDS = (
    Command(
        "course.open",
        "enter",
        "enter",
        "open",
        "Open the lesson",
        "Opens the selected lesson where you left it.",
        "open_lesson",
    ),
    Command(
        "course.previous",
        "up,k",
        "↑↓",
        "choose",
        "Lesson above",
        "Selects the lesson above.",
        "previous_lesson",
    ),
    Command(
        "course.next",
        "down,j",
        "↓",
        "choose",
        "Lesson below",
        "Selects the lesson below.",
        "next_lesson",
    ),
    Command(
        "lesson.next",
        "enter",
        "enter",
        "next",
        "Go on",
        "Does what the filled key says: the next page, the build, the next step.",
        "go_on",
    ),
    Command(
        "lesson.back",
        "p",
        "p",
        "back",
        "Go back",
        "Goes one page or one step back.",
        "go_back",
    ),
    Command(
        "lesson.page",
        "0",
        "0",
        "page",
        "Page",
        "Shows the lesson's page, where it does not stand beside the tabs.",
        "show_tab('page')",
    ),
    Command(
        "lesson.dockerfile",
        "1",
        "1-4",
        "tabs",
        "Dockerfile",
        "Shows the Dockerfile: what changed, and the time of each line.",
        "show_tab('dockerfile')",
    ),
    Command(
        "lesson.builds",
        "2",
        "2",
        "builds",
        "Builds",
        "Shows the builds of this lesson as they run, and their log.",
        "show_tab('build')",
    ),
    Command(
        "lesson.compare",
        "3",
        "3",
        "compare",
        "Compare",
        "Shows the lesson's variants side by side.",
        "show_tab('compare')",
    ),
    Command(
        "lesson.inside",
        "4",
        "4",
        "inside",
        "Inside",
        "Shows what the image is made of, layer by layer.",
        "show_tab('inside')",
    ),
    Command(
        "lesson.build",
        "b",
        "b",
        "build",
        "Build what is missing",
        "Builds what was not measured yet; when all was, one more run of each.",
        "build",
    ),
    Command(
        "lesson.more",
        "r",
        "r",
        "more runs",
        "More runs",
        "Measures up to three runs of each build, then one more each time.",
        "more_runs",
    ),
    Command(
        "lesson.quicken",
        "f",
        "f",
        "faster",
        "Replay faster",
        "Recorded runs: the next pace, after the last one the recorded pace again.",
        "quicken",
    ),
    Command(
        "lesson.variant",
        "v",
        "v",
        "variant",
        "Another variant",
        "Shows the next variant's Dockerfile.",
        "next_variant",
    ),
    Command(
        "lesson.scenario",
        "s",
        "s",
        "cold or edit",
        "Another build",
        "Shows the times of the next kind of build: cold, after an edit.",
        "next_scenario",
    ),
    Command(
        "build.follow",
        "end",
        "end",
        "follow",
        "Follow the log",
        "Goes to the log's end and stays there.",
        "follow_log",
    ),
    Command(
        "build.search",
        "slash",
        "/",
        "search",
        "Search the log",
        "Finds a text in the log; esc leaves the search before it stops a build.",
        "search_log",
    ),
    Command(
        "build.next_match",
        "n",
        "n",
        "next match",
        "Next match",
        "Shows the next line of the log that was searched for.",
        "next_match",
    ),
    Command(
        "build.previous_match",
        "N,shift+n",
        "N",
        "match before",
        "Match before",
        "Shows the line before that was searched for.",
        "previous_match",
    ),
    Command(
        "build.copy",
        "c",
        "c",
        "copy",
        "Copy",
        "Copies what is selected with the mouse, else the error that is shown, else the log.",
        "copy",
    ),
    Command(
        "build.copy_log",
        "C,shift+c",
        "C",
        "copy the log",
        "Copy the log",
        "Copies the last build's log.",
        "copy_log",
    ),
    Command(
        "build.open_log",
        "o",
        "o",
        "full log",
        "Open the full log",
        "Opens all of the last build's log in $PAGER or $EDITOR, or says where it is.",
        "open_log",
    ),
    Command(
        "build.leave_search",
        "escape",
        "esc",
        "close search",
        "Leave the search",
        "Closes the search in the log.",
        "leave_search",
    ),
    Command(
        "predict.first",
        "1",
        "1-4",
        "choose",
        "First choice",
        "Marks the first choice; enter keeps it.",
        "choose(0)",
    ),
    Command("predict.second", "2", "2", "", "Second choice", "Marks it.", "choose(1)"),
    Command("predict.third", "3", "3", "", "Third choice", "Marks it.", "choose(2)"),
    Command("predict.fourth", "4", "4", "", "Fourth choice", "Marks it.", "choose(3)"),
    Command("predict.up", "up,k", "↑", "", "Choice above", "Marks the one above.", "move(-1)"),
    Command("predict.down", "down,j", "↓", "", "Choice below", "Marks the one below.", "move(1)"),
    Command(
        "predict.skip",
        "n",
        "n",
        "skip",
        "Skip the question",
        "Goes on without an answer; nothing is counted.",
        "skip",
    ),
    Command(
        "lesson.leave",
        "escape",
        "esc",
        "course",
        "Stop, or leave",
        "Stops a running build; without one, goes back to the course.",
        "leave",
    ),
    Command(
        "engine.go_on",
        "enter",
        "enter",
        "go on",
        "Go on",
        "Does what the filled key says: sets up what is missing, looks again, or goes back.",
        "go_on",
    ),
    Command(
        "engine.look",
        "l",
        "l",
        "look again",
        "Look again",
        "Looks for the engine again, and lets the doctor examine it.",
        "look",
    ),
    Command(
        "engine.clean",
        "c",
        "c",
        "clean up",
        "Clean up",
        "Lists what walkthrough created on the engine and on disk, asks, and removes it.",
        "clean_up",
    ),
    Command(
        "engine.real",
        "r",
        "r",
        "real bases",
        "Get the real base images",
        "Pulls the real base images in place of stand-ins, after telling what that costs.",
        "get_real",
    ),
    Command(
        "engine.bases",
        "1",
        "1-3",
        "sections",
        "Bases",
        "Goes to the base images.",
        "show_section('bases')",
    ),
    Command(
        "engine.disk",
        "2",
        "2",
        "disk",
        "Disk",
        "Goes to what of the course lies on disk.",
        "show_section('disk')",
    ),
    Command(
        "engine.doctor",
        "3",
        "3",
        "doctor",
        "Doctor",
        "Goes to the doctor's checks.",
        "show_section('doctor')",
    ),
    Command(
        "engine.leave",
        "escape",
        "esc",
        "back",
        "Stop, or go back",
        "Stops setting up or cleaning up; when nothing goes on, goes back.",
        "leave",
    ),
    Command(
        "app.engine",
        "e",
        "e",
        "engine",
        "Engine and bases",
        "Says which engine is used and what is missing, and sets it up.",
        "app.show_engine",
    ),
    Command(
        "app.theme",
        "t",
        "t",
        "light or dark",
        "Light or dark",
        "Changes between the dark and the light theme.",
        "app.change_theme",
    ),
    Command(
        "app.palette",
        "ctrl+p",
        "ctrl+p",
        "commands",
        "All commands",
        "Finds a command by its name.",
        "app.command_palette",
    ),
    Command(
        "app.help",
        "question_mark,f1",
        "?",
        "keys",
        "Keys",
        "Lists what can be done here, with its keys.",
        "app.show_keys",
    ),
    Command(
        "app.quit",
        "q",
        "q",
        "quit",
        "Quit",
        "Ends walkthrough; where you are is kept. Asks first while a build runs.",
        "app.leave_app",
    ),
)
BY_ID = {command.id: command for command in COMMANDS}


def commands_in(*places: Place) -> tuple[Command, ...]:
    """The commands of these places, in their order."""
    return tuple(command for command in COMMANDS if command.place in places)


def bindings(place: Place) -> list[BindingType]:
    """The key bindings of a place; each has the command's id, so that a keymap can change it."""
    return [
        Binding(
            command.keys,
            command.action,
            command.words,
            show=False,
            id=command.id,
            tooltip=command.tooltip,
            priority=command.id == "app.palette",
        )
        for command in commands_in(place)
    ]


def named(ids: Iterable[str]) -> tuple[Command, ...]:
    """The commands with these ids, in this order."""
    return tuple(BY_ID[name] for name in ids)

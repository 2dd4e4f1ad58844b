"""The registry: every command once. Bindings, footer, palette and help are made from it."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from walkthrough.tui.command import SHOWN, Command, Place
from walkthrough.tui.command_lists.lesson import LESSON
from walkthrough.tui.command_lists.places import APP, COURSE, ENGINE, JOURNEY
from walkthrough.tui.command_lists.practice import EXERCISE, PREDICT
from walkthrough.tui.command_lists.tabs import BUILD, COMPARE, DOCKERFILE, INSIDE

COMMANDS: tuple[Command, ...] = (
    *COURSE,
    *LESSON,
    *DOCKERFILE,
    *BUILD,
    *COMPARE,
    *INSIDE,
    *PREDICT,
    *EXERCISE,
    *ENGINE,
    *JOURNEY,
    *APP,
)
BY_ID = {command.id: command for command in COMMANDS}


def shown_keys(keys: str) -> str:
    """Keys as people read them: `?`, `esc`, `ctrl+p`."""
    return " ".join(SHOWN.get(key, key) for key in keys.split(","))


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

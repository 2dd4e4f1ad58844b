"""Carries out a command of the registry where it belongs: on the screen, or on one of its panes."""

from collections.abc import Mapping

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

from walkthrough.tui.command import PANES, Command, Place


def places_of(screen: Screen[object]) -> tuple[Place, ...]:
    """Where the reader is: the screen and its open pane, then anywhere."""
    here: Place = getattr(screen, "place", "anywhere")
    pane: Place | None = getattr(screen, "open_pane", None)
    found = (here, *((pane,) if pane else ()), "anywhere")
    return tuple(dict.fromkeys(found))


def changed_keys(app: App[object]) -> Mapping[str, str]:
    """The keys that the reader's settings have changed, as they are shown, by a command's id."""
    found: Mapping[str, str] = getattr(app, "changed_keys", {})
    return found


async def carry_out(screen: Screen[object], command: Command) -> None:
    """Do what the command says; one of a pane that is not there does nothing."""
    targets: list[Widget] = [screen]
    if command.place in PANES:
        targets = list(screen.query(f"#{command.place}").results(Widget))
    for target in targets:
        await target.run_action(command.action)

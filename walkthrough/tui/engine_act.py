"""What the filled key of the engine's screen does next, and the keys beside it. Pure."""

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from walkthrough.tui.engine_state import EngineState

if TYPE_CHECKING:
    from walkthrough.engine.set_up import SetUpPlan

Kind = Literal["wait", "set up", "look", "back"]


class EngineAct(Struct, frozen=True):
    """What `enter` does, in words too."""

    kind: Kind
    words: str


def engine_act(
    state: EngineState, plan: "SetUpPlan | None", *, working: bool, recorded: bool
) -> EngineAct:
    """Wait for what goes on, set up what is missing, look again where that is all, or go on."""
    if working:
        return EngineAct("wait", "go on, when done")
    if recorded or state.ready:
        return EngineAct("back", "go on with the course")
    if not state.error:
        return EngineAct("wait", "looking for an engine")
    if state.lost or (plan is not None and plan.obstacle):
        return EngineAct("look", "look again")
    return EngineAct("set up", "set up engine and bases")


def side_commands(
    state: EngineState, *, working: bool, recorded: bool, cleanable: bool
) -> tuple[str, ...]:
    """The ids of the commands beside the filled key, in the order of their use."""
    if working:
        return ("engine.leave",)
    if recorded:
        return ("engine.bases", "engine.leave", "app.theme", "app.palette", "app.quit")
    real = ("engine.real",) if state.has_stand_ins else ()
    clean = ("engine.clean",) if cleanable else ()
    instead = ("engine.recorded",) if state.error else ()
    return (
        "engine.look",
        *instead,
        *clean,
        *real,
        "engine.bases",
        "engine.leave",
        "app.theme",
        "app.quit",
    )

"""The engine in the dialogue: looked for, set up, or replaced by recorded runs when chosen."""

import time
from collections.abc import Iterator

from walkthrough.cli.plain.building import tell_error
from walkthrough.cli.plain.dialogue import QUIT, Choice, Dialogue
from walkthrough.cli.telling import explained
from walkthrough.errors import WalkthroughError
from walkthrough.tui.format import conditions_words
from walkthrough.tui.services import Services
from walkthrough.tui.upkeep import WorkNews

PROGRESS_SECONDS = 5.0
SET_UP = Choice("1", "set it up now")
LOOK_AGAIN = Choice("1", "look again")
READ_ON = Choice("2", "read on without an engine: nothing can be built")
RECORDED = Choice("3", "go on with recorded runs, measured on another machine")


class EngineDialogue:
    """Holds the services, which recorded ones can replace, and whether builds can run."""

    def __init__(self, services: Services, dialogue: Dialogue) -> None:
        self.services = services
        self.ready = False
        self._dialogue = dialogue

    def look_or_offer(self) -> None:
        """Look for the engine; where it is missing ask what to do instead."""
        missing = self._look()
        while missing is not None:
            tell_error(missing, self._dialogue)
            can_set_up = self._tell_plan()
            choices = (SET_UP if can_set_up else LOOK_AGAIN, READ_ON, RECORDED, QUIT)
            self._dialogue.list_choices(choices)
            match self._dialogue.choose(choices, SET_UP.key):
                case RECORDED.key:
                    missing = self._use_recorded()
                case READ_ON.key:
                    return
                case _:
                    missing = self._set_up() if can_set_up else self._look()

    def _look(self) -> WalkthroughError | None:
        """Read what was measured and look for the engine; what is missing, None with an engine."""
        self.ready = False
        try:
            self.services.load()
            conditions = self.services.connect()
        except Exception as error:
            return explained(error)
        self.ready = True
        self._dialogue.note = "Recorded runs. " if conditions.recorded_on else ""
        found = "" if conditions.recorded_on else "Engine ready: "
        said = f"{found}{conditions_words(conditions)[0].replace(' · ', ', ')}."
        self._dialogue.say(f"{said[0].upper()}{said[1:]}")
        return None

    def _tell_plan(self) -> bool:
        """Say what setting up would do and cost; whether it can be done here."""
        try:
            plan = self.services.upkeep.plan()
        except Exception as error:
            tell_error(explained(error), self._dialogue)
            return False
        if plan.lines:
            self._dialogue.say("Setting up would do this:")
            self._dialogue.say_all((f"- {line}" for line in plan.lines), indent="  ")
        return bool(plan.lines)

    def _set_up(self) -> WalkthroughError | None:
        news = SetUpNews()

        def tell(one: WorkNews) -> None:
            self._dialogue.say_all(news.lines(one))

        try:
            self.services.upkeep.set_up("auto", tell)
        except Exception as error:
            return explained(error)
        except KeyboardInterrupt:
            self._dialogue.say("Stopped. What was complete stays.")
        return self._look()

    def _use_recorded(self) -> WalkthroughError | None:
        try:
            self.services = self.services.as_recorded()
        except WalkthroughError as error:
            return error
        return self._look()


class SetUpNews:
    """What set-up tells, in lines; a download's progress at most every few seconds."""

    def __init__(self) -> None:
        self._told_at = 0.0

    def lines(self, news: WorkNews) -> Iterator[str]:
        """The line that this piece of news is worth, if any."""
        subject = f"{news.subject}: " if news.subject else ""
        if news.share is None:
            yield f"{subject}{news.text}"
        elif time.monotonic() - self._told_at >= PROGRESS_SECONDS:
            self._told_at = time.monotonic()
            yield f"{subject}{news.text} {news.amount}, {news.share:.0%}"

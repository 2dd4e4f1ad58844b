"""The command palette's entries: the registry's commands of the present place."""

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from walkthrough.tui.carry_out import carry_out, changed_keys, places_of
from walkthrough.tui.command import Command
from walkthrough.tui.commands import commands_in, shown_keys


class RegistryCommands(Provider):
    """Finds commands by their title."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.title, self._act(command), help=self._help(command))

    async def search(self, query: str) -> Hits:
        """Those that match."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.title)
            if score > 0:
                title = matcher.highlight(command.title)
                yield Hit(score, title, self._act(command), help=self._help(command))

    def _commands(self) -> tuple[Command, ...]:
        places = places_of(self.screen)
        return tuple(one for one in commands_in(*places) if one.id != "app.palette")

    def _act(self, command: Command) -> IgnoreReturnCallbackType:
        screen = self.screen

        async def act() -> None:
            await carry_out(screen, command)

        return act

    def _help(self, command: Command) -> str:
        keys = changed_keys(self.app).get(command.id) or shown_keys(command.keys)
        return f"{keys} · {command.tooltip}"

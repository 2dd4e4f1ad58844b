"""The values that a Dockerfile's instructions give names, line by line. Pure.

`ARG`, `ENV`, `USER` and `SHELL` make no step of their own: they decide what the steps after them
are. Rules: https://docs.docker.com/reference/dockerfile/#environment-replacement and #arg.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from walkthrough.build.references import UnknownValueError, expanded, words
from walkthrough.course.dockerfile import Instruction

_NAMES = re.compile(r"\$\{?(\w+)")


class Declaration(Struct, frozen=True):
    """One name that gets a value: `ARG VERSION=1`, `ENV A=1`, `USER 10001`, `SHELL ["sh"]`.

    `origin` is the instruction whose text decides, for an ARG without a default the one before the
    first FROM that it repeats; `raw` is the value as written there. `given` tells that the value
    came with the build and not from the file. None is an ARG without any value.
    """

    kind: Literal["ARG", "ENV", "USER", "SHELL"]
    name: str
    raw: str
    value: str | None
    origin: Instruction
    given: bool = False


class Scope:
    """What is declared so far in a stage; a stage that starts from another one inherits."""

    def __init__(
        self,
        build_args: Mapping[str, str],
        escape: str,
        outside: Sequence[Declaration] = (),
        inherited: Sequence[Declaration] = (),
    ) -> None:
        self._build_args = build_args
        self._escape = escape
        self._outside = {one.name: one for one in outside}
        self.declared: list[Declaration] = list(inherited)

    @property
    def values(self) -> dict[str, str | None]:
        """Names of variables and their values now, None where only the engine knows; an ENV hides
        an ARG of the same name."""
        arguments = {one.name: one.value for one in self.declared if one.kind == "ARG"}
        environment = {one.name: one.value for one in self.declared if one.kind == "ENV"}
        known = {name: value for name, value in arguments.items() if value is not None}
        return {**known, **environment}

    def settings(self) -> tuple[tuple[str, str], ...]:
        """All that a RUN runs with: variables in the order in which they came, user and shell."""
        special = {
            f"{one.kind} ": one.value for one in self.declared if one.kind in ("USER", "SHELL")
        }
        return tuple((name, value or "") for name, value in {**self.values, **special}.items())

    def expand(self, word: str) -> str | None:
        """The word with its variables replaced, None where only the engine knows a value."""
        try:
            return expanded(word, self.values, self._escape)
        except UnknownValueError:
            return None

    def declare(self, instruction: Instruction) -> None:
        """Take an instruction that gives names values; others change nothing."""
        match instruction.keyword:
            case "ARG":
                for word in words(instruction.value):
                    self.declared.append(self._argument(word, instruction))
            case "ENV":
                self.declared += list(self._environment(instruction))
            case "USER":
                value = self.expand(instruction.value)
                self.declared.append(
                    Declaration("USER", "USER", instruction.value, value, instruction)
                )
            case "SHELL":
                shell = instruction.value
                self.declared.append(Declaration("SHELL", "SHELL", shell, shell, instruction))

    def _argument(self, word: str, instruction: Instruction) -> Declaration:
        name, has_default, default = word.partition("=")
        outside = self._outside.get(name)
        if name in self._build_args:
            value = self._build_args[name]
            return Declaration("ARG", name, default, value, instruction, given=True)
        if has_default:
            return Declaration("ARG", name, default, self.expand(default), instruction)
        if outside is not None:
            return outside
        return Declaration("ARG", name, "", None, instruction)

    def _environment(self, instruction: Instruction) -> Iterator[Declaration]:
        first, *others = words(instruction.value)
        if "=" in first:
            pairs = [word.partition("=")[::2] for word in (first, *others)]
        else:
            pairs = [(first, instruction.value.removeprefix(first).strip())]
        for name, raw in pairs:
            yield Declaration("ENV", name, raw, self.expand(raw), instruction)


def names_in(text: str) -> frozenset[str]:
    """The variables that a text names."""
    return frozenset(_NAMES.findall(text))


def reaching(names: Collection[str], declared: Sequence[Declaration]) -> frozenset[str]:
    """These names and all whose values flow into them."""
    found = frozenset(names)
    for one in reversed(declared):
        if one.name in found:
            found |= names_in(one.raw)
    return found

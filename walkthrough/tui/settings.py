"""What the settings file means to the app: theme, mouse, keys; and what of it cannot be. Pure.

An entry of the keymap that names no command, is no key, or takes a key that another command of the
same place has, is told and not used.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct
from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys
from textual.theme import BUILTIN_THEMES

from walkthrough.course.finding import Finding
from walkthrough.settings import SettingsFile, problem_words
from walkthrough.tui.command import PANES, Command
from walkthrough.tui.commands import BY_ID, COMMANDS, shown_keys
from walkthrough.tui.themes import DARK_NAME, LIGHT_NAME

THEMES = (DARK_NAME, LIGHT_NAME, *sorted(BUILTIN_THEMES))
SHORT_NAMES = {"dark": DARK_NAME, "light": LIGHT_NAME}
MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
KEY_NAMES = frozenset(key.value for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values())


class AppSettings(Struct, frozen=True):
    """What the app goes by. `theme` is empty where the reader's last choice is to be used;
    `keymap` has the changed keys only, in textual's names, by a command's id; each of `problems`
    is what is wrong, what was expected, and what happens meanwhile."""

    theme: str = ""
    mouse: bool = True
    keymap: dict[str, str] = {}
    problems: tuple[tuple[str, str, str], ...] = ()

    @property
    def problem_words(self) -> tuple[str, ...]:
        """Each problem in one paragraph."""
        return tuple(" ".join(parts) for parts in self.problems)

    @property
    def shown_keys(self) -> dict[str, str]:
        """The changed keys as the footer writes them."""
        return {name: shown_keys(keys) for name, keys in self.keymap.items()}


def app_settings(file: SettingsFile) -> AppSettings:
    """What the app can use of the file, and all that is wrong in it by line."""
    problems = list(file.problems)
    theme = SHORT_NAMES.get(file.settings.theme, file.settings.theme)
    if theme and theme not in THEMES:
        what = f"there is no theme `{theme}`"
        problems.append(
            Finding(
                file.path.name, file.places["theme"], what, _one_of(theme, (*SHORT_NAMES, *THEMES))
            )
        )
        theme = ""
    keymap: dict[str, str] = {}
    for name, keys in file.settings.keymap.items():
        problem = _entry_problem(name, keys)
        if problem is None:
            keymap[name] = _normal(keys)
        else:
            problems.append(Finding(file.path.name, file.places[name], *problem))
    for name, what, expected in _without_clashes(keymap):
        problems.append(Finding(file.path.name, file.places[name], what, expected))
    problems.sort(key=lambda one: one.line)
    told = tuple(problem_words(file, one) for one in problems)
    return AppSettings(theme, file.settings.mouse, keymap, told)


def keys_of(command: Command, keymap: Mapping[str, str]) -> str:
    """The command's keys with these changes."""
    return keymap.get(command.id, command.keys)


def _entry_problem(name: str, keys: str) -> tuple[str, str] | None:
    if name not in BY_ID:
        return f"there is no command `{name}`", _one_of(name, BY_ID)
    for key in keys.split(","):
        if not _is_key(key.strip()):
            return f"`{key.strip()}` is no key", 'keys as in "x", "f2", "ctrl+x" or "up,k"'
    return None


def _without_clashes(keymap: dict[str, str]) -> list[tuple[str, str, str]]:
    """Take entries out of the keymap until no two commands of one place have the same key; each
    with what is wrong and what was expected."""
    told = []
    while (clash := _first_clash(keymap)) is not None:
        name, other, key = clash
        del keymap[name]
        what = f"`{name}` would take `{shown_keys(key)}`, which `{other.id}` has"
        told.append((name, what, f"a key that is free where {other.title!r} can be done too"))
    return told


def _first_clash(keymap: dict[str, str]) -> tuple[str, Command, str] | None:
    """The last entry first: of two that take the same key, the later one is wrong."""
    for name in reversed(keymap):
        command = BY_ID[name]
        for other in COMMANDS:
            if other.id == name or not _meet(command, other):
                continue
            shared = _keys(keys_of(command, keymap)) & _keys(keys_of(other, keymap))
            ours = shared - (_keys(command.keys) & _keys(other.keys))
            if ours:
                return name, other, min(ours)
    return None


def _meet(one: Command, other: Command) -> bool:
    """Whether there is a place where both can be done."""
    places = {one.place, other.place}
    return len(places) == 1 or "anywhere" in places or ("lesson" in places and bool(places & PANES))


def _keys(keys: str) -> frozenset[str]:
    return frozenset(_normal(keys).split(","))


def _normal(keys: str) -> str:
    """Keys by textual's names: `?` is `question_mark`."""
    return ",".join(one.key for one in Binding.make_bindings([Binding(keys, "")]))


def _is_key(text: str) -> bool:
    if len(text) == 1:
        return text.isprintable() and text != " "
    *modifiers, key = text.split("+")
    if not MODIFIERS.issuperset(modifiers) or not key:
        return False
    return len(key) == 1 or key in KEY_NAMES or _is_character_name(key)


def _is_character_name(name: str) -> bool:
    """Textual names a key by its character's name in Unicode."""
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return False
    return True


def _one_of(given: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(given, list(names), 1, 0.5)
    guess = f"perhaps `{close[0]}`; " if close else ""
    return f"{guess}`walkthrough settings` lists them all"

"""The reader's settings file: where it is, what it says, and what is wrong in it.

It is only ever read; without one nothing of TOML is imported. What is wrong in one place leaves the
rest as it is written; whether a theme or a command of that name exists is for the screens to know
(`walkthrough.tui.settings`).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from walkthrough.course.finding import Finding

if TYPE_CHECKING:
    from walkthrough.course.toml_file import Keys, TomlFile

SETTINGS_FILE = "settings.toml"
KEYMAP = "keymap"


class Settings(Struct, frozen=True):
    """What can be set. `theme` is empty where the file does not choose one; `keymap` has keys as
    they are written, by a command's id."""

    theme: str = ""
    mouse: bool = True
    keymap: dict[str, str] = {}


class SettingsFile(Struct, frozen=True):
    """A settings file as it was read; without a file, or where it is wrong, the defaults.

    `places` has the lines of the theme and of each entry of the keymap, for what is found wrong
    later.
    """

    path: Path
    is_there: bool = False
    settings: Settings = Settings()
    problems: tuple[Finding, ...] = ()
    places: dict[str, int] = {}


def settings_path() -> Path:
    """`WALKTHROUGH_SETTINGS`, or `settings.toml` in the platform's usual folder."""
    chosen = os.environ.get("WALKTHROUGH_SETTINGS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_config_path

    return user_config_path("walkthrough", appauthor=False) / SETTINGS_FILE


def read_settings(path: Path) -> SettingsFile:
    """What the file says; never raises, and never writes."""
    if not path.is_file():
        if not os.path.lexists(path):
            return SettingsFile(path)
        problem = Finding(path.name, 1, "is not a file", "a TOML file, or nothing")
        return SettingsFile(path, True, problems=(problem,))
    from walkthrough.course.toml_file import read_toml

    file = read_toml(path.parent, path.name)
    if isinstance(file, Finding):
        if file.what.startswith("cannot be read"):
            file = replace(file, expected="a file that you may read")
        return SettingsFile(path, True, problems=(file,))
    return _settings(path, file)


def problem_words(file: SettingsFile, problem: Finding) -> tuple[str, str, str]:
    """What is wrong and where, what was expected, and what happens meanwhile."""
    return (
        f"{problem.located(file.path.parent)}: {problem.what}.",
        f"Expected {problem.expected}.",
        "Until that is corrected the default is used; the file stays as it is.",
    )


def _settings(path: Path, file: "TomlFile") -> SettingsFile:
    from walkthrough.course.schema import schema_findings

    entries: dict[str, str] = {}
    places = {"theme": file.finding(("theme",), "", "").line}
    problems: list[Finding] = []
    values = dict(file.values)
    table = values.pop(KEYMAP, {})
    if isinstance(table, dict):
        for keys, value in _leaves(table, (KEYMAP,)):
            name = ".".join(str(key) for key in keys[1:])
            if isinstance(value, str):
                entries[name] = value
                places[name] = file.finding(keys, "", "").line
            else:
                what = f"the key of `{name}` is {value!r}"
                problems.append(file.finding(keys, what, 'a string, for example "x" or "ctrl+x"'))
    else:
        values[KEYMAP] = table
    problems += schema_findings(replace(file, values=values), Settings)
    known = {**_well_typed(values), KEYMAP: entries}
    return SettingsFile(
        path, True, msgspec.convert(known, Settings), tuple(sorted(problems, key=_line)), places
    )


def _leaves(table: dict[str, Any], above: "Keys") -> "Iterator[tuple[Keys, Any]]":
    """The values in nested tables: TOML reads `lesson.build = "x"` as a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _well_typed(values: dict[str, Any]) -> dict[str, Any]:
    types = {one.encode_name: one.type for one in msgspec.structs.fields(Settings)}
    kept = {}
    for key in values.keys() & types.keys():
        try:
            kept[key] = msgspec.convert(values[key], types[key])
        except msgspec.ValidationError:
            continue
    return kept


def _line(problem: Finding) -> int:
    return problem.line

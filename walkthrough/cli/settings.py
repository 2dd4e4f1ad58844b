"""`walkthrough settings`: where the settings file is, what holds now, and what is wrong in it.

`--json` prints an object: `schema` (1), `path`, `exists`, `theme` and `theme_from` (`file`, `app`
or `default`), `mouse`, `keymap` (each command's id with its keys, by textual's names) and
`problems`, a list of strings.
"""

import sys
from typing import NamedTuple

import click
import msgspec

from walkthrough.errors import BadInputError
from walkthrough.settings import SettingsFile, read_settings, settings_path
from walkthrough.tui.commands import COMMANDS, shown_keys
from walkthrough.tui.settings import THEMES, AppSettings, app_settings, keys_of
from walkthrough.tui.themes import DARK_NAME

SOURCES = {
    "file": "from the file",
    "app": "chosen in the app",
    "default": "the default",
}
ID_CELLS = 20
KEYS_CELLS = 14


class ThemeNow(NamedTuple):
    """The theme of the next start, and where it comes from: a key of `SOURCES`."""

    name: str
    source: str


@click.command(name="settings")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
def command(as_json: bool) -> None:
    """Print the settings file's path and what holds now: theme, mouse, every command's keys.

    Ends with 0, or with 2 where something in the file is wrong.
    """
    file = read_settings(settings_path())
    settings = app_settings(file)
    theme = theme_now(settings)
    if as_json:
        click.echo(settings_json(file, settings, theme))
    else:
        show(file, settings, theme)
    if settings.problems:
        sys.exit(BadInputError.exit_code)


def theme_now(settings: AppSettings) -> ThemeNow:
    """The theme that the file chooses, else the reader's last choice, else the default."""
    if settings.theme:
        return ThemeNow(settings.theme, "file")
    chosen = _last_choice()
    return ThemeNow(chosen, "app") if chosen in THEMES else ThemeNow(DARK_NAME, "default")


def show(file: SettingsFile, settings: AppSettings, theme: ThemeNow) -> None:
    """Print what holds, and what is wrong on standard error."""
    click.echo(f"{file.path}{'' if file.is_there else ' (not there: the defaults hold)'}\n")
    click.echo(f'theme = "{theme.name}"  # {SOURCES[theme.source]}')
    click.echo(f"mouse = {str(settings.mouse).lower()}\n\n[keymap]")
    for one in COMMANDS:
        keys = shown_keys(keys_of(one, settings.keymap))
        changed = "  (changed)" if one.id in settings.keymap else ""
        click.echo(f"{one.id:<{ID_CELLS}} {keys:<{KEYS_CELLS}} {one.title}{changed}")
    click.echo(f"\nThemes: {', '.join(THEMES)}")
    for number, problem in enumerate(settings.problems):
        click.echo(("" if number else "\n") + "\n".join(problem), err=True)


def settings_json(file: SettingsFile, settings: AppSettings, theme: ThemeNow) -> str:
    """What holds as JSON, schema 1."""
    document = {
        "schema": 1,
        "path": str(file.path),
        "exists": file.is_there,
        "theme": theme.name,
        "theme_from": theme.source,
        "mouse": settings.mouse,
        "keymap": {one.id: keys_of(one, settings.keymap) for one in COMMANDS},
        "problems": settings.problem_words,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _last_choice() -> str:
    from walkthrough.course.load import load_course
    from walkthrough.learn.progress import open_progress

    return open_progress(load_course().title).theme()

"""The app's own two themes, and the variables that it adds to every other theme."""

from textual.color import Color
from textual.theme import Theme

DARK_NAME = "walkthrough-dark"
LIGHT_NAME = "walkthrough-light"
FAINT_SHARE = 0.6

DARK = Theme(
    name=DARK_NAME,
    primary="#8ea6dc",
    accent="#45bdd6",
    secondary="#74829a",
    success="#7bcb8f",
    warning="#e0b062",
    error="#ec7c7c",
    foreground="#d8dee8",
    background="#10141b",
    surface="#161c25",
    panel="#1f2733",
    dark=True,
    variables={
        "block-cursor-background": "#45bdd6",
        "border": "#45bdd6",
        "footer-key-foreground": "#45bdd6",
        "faint": "#868e9a",
    },
)
LIGHT = Theme(
    name=LIGHT_NAME,
    primary="#3b56a0",
    accent="#00708c",
    secondary="#7a8697",
    success="#23803f",
    warning="#9a6200",
    error="#b93a3a",
    foreground="#14181d",
    background="#fbfaf8",
    surface="#f4f2ee",
    panel="#e6e3dd",
    dark=False,
    variables={
        "block-cursor-background": "#00708c",
        "border": "#00708c",
        "footer-key-foreground": "#00708c",
        "faint": "#62666a",
    },
)


def added_variables(theme: Theme) -> dict[str, str]:
    """What our style sheets use beyond textual's variables, for a theme that lacks it."""
    foreground = Color.parse(theme.foreground or ("#e0e0e0" if theme.dark else "#202020"))
    background = Color.parse(theme.background or ("#121212" if theme.dark else "#e0e0e0"))
    return {"faint": background.blend(foreground, FAINT_SHARE).hex}

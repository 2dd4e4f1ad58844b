"""A command: its key, its words in the footer, what help and the palette say of it."""

from typing import Literal, NamedTuple

Place = Literal[
    "anywhere",
    "course",
    "lesson",
    "predict",
    "dockerfile",
    "build",
    "compare",
    "inside",
    "engine",
    "exercise",
    "journey",
]
PLACES: dict[str, Place] = {
    "course": "course",
    "lesson": "lesson",
    "predict": "predict",
    "dockerfile": "dockerfile",
    "build": "build",
    "compare": "compare",
    "inside": "inside",
    "engine": "engine",
    "exercise": "exercise",
    "journey": "journey",
}
PANES: frozenset[Place] = frozenset({"predict", "dockerfile", "build", "compare", "inside"})


SHOWN = {
    "question_mark": "?",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
}


class Command(NamedTuple):
    """`keys` are textual's names, comma separated; `shown` is how the footer writes them.

    `words` is the footer's short form, `tooltip` the sentence for help and palette.
    """

    id: str
    keys: str
    shown: str
    words: str
    title: str
    tooltip: str
    action: str

    @property
    def place(self) -> Place:
        """Where the command is there, as its id begins."""
        return PLACES.get(self.id.partition(".")[0], "anywhere")

"""The rule above the log: whose output it is, whether it follows, and where all of it is kept."""

from pathlib import Path

from textual.content import Content

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, MUTED, WORSE
from walkthrough.tui.lines import cut, fit, line, rule


class LogTitle(Drawn):
    """A rule above the log that says whether it follows the build."""

    _following = True
    _speaking_line: int | None = None

    def show(self, following: bool, speaking_line: int | None) -> None:
        """Say which Dockerfile line speaks, and whether its output is followed."""
        if (following, speaking_line) != (self._following, self._speaking_line):
            self._following, self._speaking_line = following, speaking_line
            self.redraw()

    def lines(self, width: int) -> list[Content]:
        words = "following" if self._following else "staying here, end follows"
        where = f"line {self._speaking_line}, " if self._speaking_line is not None else ""
        return [rule("Log", line((where + words, MUTED)), width)]


class LogPlace(Drawn):
    """Under the log: the file that holds all of it, or why there is none."""

    _path: Path | None = None
    _problem = ""

    def show(self, path: Path | None, problem: str) -> None:
        """Tell of this file."""
        if (path, problem) != (self._path, self._problem):
            self._path, self._problem = path, problem
            self.set_class(bool(problem), "-problem")
            self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._problem:
            words = f"The full log is not kept on disk: {self._problem}. The build goes on."
            return [cut(line((words, WORSE)), width)]
        if self._path is None:
            return [Content("")]
        path = home_as_tilde(self._path)
        short = str(Path("…") / self._path.parent.name / self._path.name)
        shown = (f"all of it: {path}", path, f"all of it: {short}", self._path.name)
        return [fit((line((words, FAINT)) for words in shown), width)]


def home_as_tilde(path: Path) -> str:
    """The path as people write it."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)

"""What is wrong in a lesson pack, where, and what was expected instead."""

from pathlib import Path

from msgspec import Struct

from walkthrough.errors import BadInputError


class Finding(Struct, frozen=True, order=True):
    """One thing wrong: `file` is slash-separated below the pack, `line` counts from 1."""

    file: str
    line: int
    what: str
    expected: str

    def located(self, pack: Path) -> str:
        """The file below `pack` with its line, as editors understand it: `lessons/a.md:3`."""
        return f"{pack / self.file}:{self.line}"


def bad_pack(pack: Path, finding: Finding) -> BadInputError:
    """The error for a pack that cannot be loaded because of this finding."""
    return BadInputError(
        f"{finding.located(pack)}: {finding.what}.",
        f"Expected {finding.expected}.",
        f"Correct it; `walkthrough lint {pack}` lists all that is wrong.",
    )

"""Write the table in README.md anew: what `walkthrough run 5 --recorded` prints."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def printed_table() -> str:
    """What the command prints into a pipe."""
    command = [sys.executable, "-m", "walkthrough", "run", "5", "--recorded", "--plain"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return ended.stdout.strip() + "\n"


def with_table(readme: str, table: str) -> str:
    """The README with this table in its first text block."""
    return BLOCK.sub(lambda _: table, readme, count=1)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8"), printed_table()), "utf-8")

"""The README's table is what the code prints."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_table_in_the_readme_is_what_the_recorded_lesson_prints() -> None:
    block = re.search(r"```text\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert block is not None
    command = [sys.executable, "-m", "walkthrough", "run", "5", "--recorded", "--plain"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert ended.stdout.strip() == block[1].strip()

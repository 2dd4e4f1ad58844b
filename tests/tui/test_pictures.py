"""The pictures in the README are made by the script, and load nothing."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def test_the_script_makes_each_picture_of_the_readme_and_none_loads_anything(
    tmp_path: Path,
) -> None:
    shown = re.findall(
        r"!\[.+?\]\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text("utf-8")
    )
    home = tmp_path / "home"
    made = tmp_path / "made"
    command = [sys.executable, *map(str, (ROOT / "scripts" / "pictures.py", made, home))]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    assert sorted(ended.stdout.split()) == sorted(Path(one).name for one in shown)
    assert not home.exists()
    for path in shown:
        for file in (ROOT / path, made / Path(path).name):
            drawn = ElementTree.parse(file)
            text = " ".join(part.text or "" for part in drawn.iter(f"{SVG}text"))
            assert "recorded" in text.replace("\u00a0", " ")
            assert not re.search(r"@import|@font-face|url\((?!#)|href=", file.read_text("utf-8"))

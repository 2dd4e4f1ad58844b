"""Ask the real docker client what it keeps of a build context, and write its answers down.

Every case of tests/data/dockerignore/table.toml is built with `docker buildx build` from a
Dockerfile that copies everything, and the result is written out as files. The answers go to
tests/data/dockerignore/cases.json, which the tests of walkthrough.workspace.ignore read. Needs a
docker engine and the docker command; docker-buildx is taken from the Debian release named by
--suite, with a private apt configuration made from this machine's own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from benchmarks.debian_package import fetched
from benchmarks.docker_cli import PACKAGE, PROGRAM

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "dockerignore"
COPY_ALL = "FROM scratch\nCOPY . /\n"


class Case(TypedDict, total=False):
    """One question: a tree's name and the ignore files' text."""

    title: str
    tree: str
    ignore: str
    specific: str
    dockerfile: str
    pad: int
    bytes: bool
    kept: list[str]
    error: str


def main() -> None:
    """Ask all cases and write the answers."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--suite", default="trixie", help="the Debian release of docker-buildx")
    arguments.add_argument("--buildx", type=Path, help="a docker-buildx to use instead")
    chosen = arguments.parse_args()
    table = tomllib.loads((DATA / "table.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="dockerignore-oracle-") as work:
        config = Path(work) / "docker-config"
        plugin = config / "cli-plugins" / PACKAGE
        plugin.parent.mkdir(parents=True)
        plugin.symlink_to(
            chosen.buildx or fetched(PACKAGE, PROGRAM, chosen.suite, Path(work) / "apt")
        )
        environment = os.environ | {"DOCKER_CONFIG": str(config)}
        answers = []
        for case in cases(table["cases"]):
            answers.append(asked(case, table["trees"][case["tree"]], environment))
            sys.stderr.write(f"{len(answers)} {case['title']}\n")
        client = words("docker", "buildx", "version", environment=environment)
    engine = words("docker", "version", "--format", "{{.Server.Version}}", environment=environment)
    lines = ",\n".join(json.dumps(answer, ensure_ascii=True) for answer in answers)
    head = json.dumps({"client": client, "engine": engine, "trees": table["trees"]}, indent=1)
    (DATA / "cases.json").write_text(f'{head[:-2]},\n "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    sys.stderr.write(f"{len(answers)} answers from {client}, engine {engine}\n")


def cases(table: dict[str, dict[str, str | Case]]) -> Iterator[Case]:
    """The table's questions, one by one."""
    for tree, asked_of_it in table.items():
        for title, said in asked_of_it.items():
            case: Case = {"title": title, "tree": tree}
            if isinstance(said, str):
                case["ignore"] = said
            else:
                case.update(said)
            yield case


def asked(case: Case, tree: list[str], environment: dict[str, str]) -> Case:
    """The case with the client's answer: what it kept, or its error."""
    with tempfile.TemporaryDirectory(prefix="dockerignore-case-") as work:
        context, result = Path(work) / "context", Path(work) / "result"
        lay_out(case, tree, context)
        dockerfile = context / case.get("dockerfile", "Dockerfile")
        dockerfile.write_text(COPY_ALL, encoding="utf-8")
        command = ["docker", "buildx", "build", "--progress=plain", "--provenance=false"]
        command += ["-f", str(dockerfile), "-o", f"type=local,dest={result}", str(context)]
        built = subprocess.run(command, env=environment, capture_output=True, check=False)
        if built.returncode == 0:
            case["kept"] = sorted(kept(result))
            return case
        said = built.stderr.decode("utf-8", "replace")
        errors = [line for line in said.splitlines() if line.startswith("ERROR: ")]
        case["error"] = errors[-1].removeprefix("ERROR: ")[-300:]
        return case


def lay_out(case: Case, tree: list[str], root: Path) -> None:
    """Make the tree and the ignore files."""
    root.mkdir()
    for name in tree:
        path, _, target = name.partition(" -> ")
        file = root / path
        if name.endswith("/"):
            file.mkdir(parents=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        if target:
            file.symlink_to(target)
        else:
            file.write_text(path, encoding="utf-8")
    padding = "a" * case.get("pad", 0)
    encoding = "latin-1" if case.get("bytes") else "utf-8"
    if "ignore" in case:
        text = case["ignore"].replace("{pad}", padding)
        (root / ".dockerignore").write_bytes(text.encode(encoding))
    if "specific" in case:
        name = case.get("dockerfile", "Dockerfile")
        (root / f"{name}.dockerignore").write_bytes(case["specific"].encode(encoding))


def kept(folder: Path) -> Iterator[str]:
    """All paths below a folder; folders end in a slash."""
    for root, folders, files in os.walk(folder):
        for name in files + folders:
            file = Path(root) / name
            slash = "/" if file.is_dir() and not file.is_symlink() else ""
            yield file.relative_to(folder).as_posix() + slash


def words(*command: str, environment: dict[str, str]) -> str:
    """What a command prints."""
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()

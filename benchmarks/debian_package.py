"""A program from another Debian release's package, without installing anything.

A private apt configuration made from this machine's own names the other release; the package is
downloaded and unpacked into a folder of the caller's.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

OWN_RELEASE = re.compile(r"^VERSION_CODENAME=\"?(\w+)\"?$", re.MULTILINE)


def fetched(package: str, program: str, suite: str, work: Path) -> Path:
    """The file `program` (a path without the leading slash) of a package of the release `suite`.

    `work` is a new folder for it. Raises CalledProcessError where apt-get or dpkg fails.
    """
    sources = work / "sources"
    for folder in ("lists/partial", "cache/archives/partial", "sources", "unpacked"):
        (work / folder).mkdir(parents=True)
    (sources / "other-release.sources").write_text(other_release(suite), encoding="utf-8")
    configuration = work / "apt.conf"
    configuration.write_text(
        f'Dir::State::lists "{work}/lists";\nDir::Cache "{work}/cache";\n'
        f'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "{sources}";\n',
        encoding="utf-8",
    )
    environment = os.environ | {"APT_CONFIG": str(configuration)}
    for action in (["update"], ["download", package]):
        subprocess.run(
            ["apt-get", "-qq", *action],
            env=environment,
            cwd=work,
            check=True,
            capture_output=True,
        )
    (archive,) = work.glob(f"{package}_*.deb")
    subprocess.run(["dpkg", "-x", str(archive), str(work / "unpacked")], check=True)
    return work / "unpacked" / program


def own_release() -> str:
    """The code name of this machine's release, empty where it has none."""
    file = Path("/etc/os-release")
    found = OWN_RELEASE.search(file.read_text(encoding="utf-8")) if file.exists() else None
    return found.group(1) if found else ""


def other_release(suite: str) -> str:
    """This machine's own sources of its release, named for another release."""
    etc = Path("/etc/apt")
    files = [*etc.glob("sources.list.d/*.sources"), *etc.glob("*.list"), *etc.glob("*/*.list")]
    return "\n\n".join(
        stanza
        for file in files
        for stanza in renamed(file.read_text(encoding="utf-8"), file.suffix, own_release(), suite)
    )


def renamed(text: str, suffix: str, own: str, other: str) -> Iterator[str]:
    """A sources file's entries for the release `own` alone, as stanzas for the release `other`.

    `suffix` tells its format: `.sources` (deb822) or `.list` (one line an entry).
    """
    if suffix == ".sources":
        for stanza in text.split("\n\n"):
            if re.search(rf"^Suites:.*\b{own}\b(?!-)", stanza, re.MULTILINE):
                yield re.sub(r"^Suites:.*$", f"Suites: {other}", stanza, flags=re.MULTILINE)
        return
    for uri, components in re.findall(rf"^deb (?:\[.*?\] )?(\S+) {own} (.*)$", text, re.MULTILINE):
        yield f"Types: deb\nURIs: {uri}\nSuites: {other}\nComponents: {components}\n"

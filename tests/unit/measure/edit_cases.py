"""What an edit of one of the course's projects makes run again, and why: a table.

It serves two tests: one hands the steps to what is tested, the other lets a real engine decide
which steps run again. In short form a cause is `4 files main.go +new.go -gone.go mode.go*`,
`5 argument VERSION=2 was 1`, `2 instruction 1: 'now' was 'before'`, `2 base new was old`.
"""

from msgspec import Struct

from tests.unit.measure.edits import (
    Edit,
    all_dates,
    append,
    argument,
    both,
    executable,
    folder,
    link,
    no_arguments,
    nothing,
    remove,
    rename,
    replace,
    same_bytes_again,
    target,
    without_cache,
)


class Case(Struct, frozen=True):
    """An edit between two builds of a variant.

    `start` is made before the first build. `ran` are the lines whose steps the second one runs
    again, `causes` what has to be named.
    """

    variant: str
    what: str
    edit: Edit
    ran: tuple[int, ...] = ()
    causes: tuple[str, ...] = ()
    start: Edit = nothing

    @property
    def id(self) -> str:
        """The case's name in a test's output."""
        return f"{self.variant}: {self.what}"


BUILD = "RUN go build -o product-catalog ."
COPY_MODULES = "COPY go.mod go.sum ./\n"
DOWNLOAD = "RUN go mod download -x\n"
FIRST_WORKDIR = "AS builder\nWORKDIR /usr/src/app\n"
MOUNTED_MODULES = (
    "RUN --mount=type=bind,source=go.mod,target=go.mod "
    "--mount=type=bind,source=go.sum,target=go.sum go mod download -x\n"
)
MUG = "products/field-mug.json"
OLD = "out/product-catalog-"


def before_download(lines: str) -> Edit:
    """Put lines between the modules' COPY and their RUN."""
    return replace(DOWNLOAD, f"{lines}{DOWNLOAD}")


NOTHING_RAN = (
    Case("multi-stage", "nothing", nothing),
    Case("mounted", "nothing", nothing),
    Case("multi-stage", "only dates", all_dates),
    Case("ignored", "only dates", all_dates),
    Case("mounted", "only dates", all_dates),
    Case("deps-first", "the same bytes written again", same_bytes_again),
    Case("ignored", "an ignored file", append("README.md")),
    Case("mounted", "an ignored file", append("README.md")),
    Case("deps-first", "a new ignored folder", append("docs/new/page.md")),
    Case("final", "an ignored secret", append(".env")),
    Case("ignored", "ignored history", append(".git/refs/heads/other")),
    Case("multi-stage", "a build argument that no line declares", argument("COLOUR", "red")),
    Case(
        "final",
        "an argument given its default",
        argument("VERSION", "development"),
        start=no_arguments,
    ),
    Case(
        "deps-first",
        "an argument declared behind every step",
        argument("VERSION", "2"),
        start=replace("ENTRYPOINT", "ARG VERSION=1\nENTRYPOINT"),
    ),
    Case("stages", "a target above what was built", target("dev")),
)

FILES = (
    Case("hello", "code", append("main.go"), (3, 4), ("3 files main.go",)),
    Case("simple", "code", append("main.go"), (3, 4), ("3 files main.go",)),
    Case("multi-stage", "code", append("main.go"), (4, 5, 13), ("4 files main.go",)),
    Case("multi-stage", "docs", append("README.md"), (4, 5), ("4 files README.md",)),
    Case("stages", "code", append("main.go"), (4, 9, 17), ("4 files main.go",)),
    Case("scratch", "code", append("main.go"), (3, 5, 17), ("3 files main.go",)),
    Case("stripped", "code", append("main.go"), (3, 6, 14), ("3 files main.go",)),
    Case(
        "simple",
        "history",
        append(".git/refs/heads/other"),
        (3, 4),
        ("3 files +.git/refs/heads/other",),
    ),
    Case(
        "simple",
        "an ignore file",
        append(".dockerignore", "out\n"),
        (3, 4),
        (
            f"3 files +.dockerignore -{OLD}0.1.0-linux-amd64 -{OLD}0.2.0-darwin-arm64 "
            f"-{OLD}0.2.0-linux-amd64",
        ),
    ),
    Case(
        "ignored",
        "a new file",
        append("internal/api/new.go"),
        (4, 5, 13),
        ("4 files +internal/api/new.go",),
    ),
    Case(
        "ignored",
        "a file less",
        remove("internal/api/metrics.go"),
        (4, 5, 13),
        ("4 files -internal/api/metrics.go",),
    ),
    Case(
        "ignored",
        "a file renamed",
        rename("go.sum", "go.summary"),
        (4, 5),
        ("4 files -go.sum +go.summary",),
    ),
    Case("ignored", "a mode", executable("main.go"), (4, 5), ("4 files main.go*",)),
    Case("ignored", "an empty folder", folder("assets"), (4, 5), ("4 files +assets/",)),
    Case("ignored", "a link", link("current", "go.mod"), (4, 5), ("4 files +current",)),
    Case(
        "ignored",
        "what two stages copy",
        append(MUG, " "),
        (4, 5, 12, 13),
        (f"4 files {MUG}", f"12 files {MUG}"),
    ),
    Case("ignored", "a comment", replace("# Ship", "# Send"), (4, 5), ("4 files Dockerfile",)),
    Case("deps-first", "code", append("main.go"), (7, 8, 15), ("7 files main.go",)),
    Case("deps-first", "a module", append("go.mod"), (4, 5, 7, 8), ("4 files go.mod",)),
    Case("deps-first", "checksums", append("go.sum", "\n"), (4, 5, 7, 8), ("4 files go.sum",)),
    Case("cache-mods", "code", append("main.go"), (7, 9, 17), ("7 files main.go",)),
    Case("cache-both", "code", append("main.go"), (6, 8, 17), ("6 files main.go",)),
    Case("cache-both", "a module", append("go.mod"), (3, 4, 6, 8), ("3 files go.mod",)),
    Case("mounted", "code", append("main.go"), (5, 15), ("5 files main.go",)),
    Case("mounted", "a module", append("go.mod"), (5,), ("5 files go.mod",)),
    Case(
        "final",
        "what is mounted and copied",
        append(MUG, " "),
        (4, 15, 16),
        (f"4 files {MUG}", f"15 files {MUG}"),
    ),
    Case(
        "deps-first",
        "a file that a pattern matches",
        append("go.sum", "\n"),
        (4, 5, 7, 8),
        ("4 files go.sum",),
        start=replace("COPY go.mod go.sum", "COPY go.*"),
    ),
    Case(
        "deps-first",
        "a new file that a pattern matches",
        append("go.work"),
        (4, 5, 7, 8),
        ("4 files +go.work",),
        start=replace("COPY go.mod go.sum", "COPY go.*"),
    ),
    Case(
        "deps-first",
        "a file that no pattern matches",
        append("main.go"),
        (7, 8, 15),
        ("7 files main.go",),
        start=replace("COPY go.mod go.sum", "COPY go.???"),
    ),
    Case(
        "deps-first",
        "a file that is mounted",
        append("go.mod"),
        (4, 6, 7),
        ("4 files go.mod",),
        start=replace(COPY_MODULES + DOWNLOAD, MOUNTED_MODULES),
    ),
    Case(
        "deps-first",
        "a file beside those mounted",
        append("main.go"),
        (6, 7, 14),
        ("6 files main.go",),
        start=replace(COPY_MODULES + DOWNLOAD, MOUNTED_MODULES),
    ),
    Case(
        "deps-first",
        "what a copied link points to",
        append("go.mod"),
        (4, 5, 7, 8),
        ("4 files go.mod",),
        start=both(link("modules", "go.mod"), replace("COPY go.mod", "COPY modules")),
    ),
    Case(
        "deps-first",
        "a file that is added",
        append("go.mod"),
        (4, 5, 7, 8),
        ("4 files go.mod",),
        start=replace(COPY_MODULES, "ADD go.mod go.sum ./\n"),
    ),
)

INSTRUCTIONS = (
    Case(
        "mounted",
        "the builder's WORKDIR",
        replace(FIRST_WORKDIR, "AS builder\nWORKDIR /src\n"),
        (2, 5),
        ("2 instruction 2: 'WORKDIR /src' was 'WORKDIR /usr/src/app'",),
    ),
    Case(
        "mounted",
        "the last stage's WORKDIR",
        replace("3.22\nWORKDIR /usr/src/app", "3.22\nWORKDIR /srv"),
        (5, 11, 14, 15),
        (
            "5 files Dockerfile",
            "11 instruction 11: 'WORKDIR /srv' was 'WORKDIR /usr/src/app'",
        ),
    ),
    Case(
        "deps-first",
        "a COPY",
        replace("COPY go.mod go.sum", "COPY go.*"),
        (4, 5, 7, 8),
        ("4 instruction 4: 'COPY go.* ./' was 'COPY go.mod go.sum ./'",),
    ),
    Case(
        "deps-first",
        "a COPY's owner",
        replace("COPY go.mod", "COPY --chown=10001 go.mod"),
        (4, 5, 7, 8),
        ("4 instruction 4: 'COPY --chown=10001 go.mod go.sum ./' was 'COPY go.mod go.sum ./'",),
    ),
    Case(
        "deps-first",
        "a RUN",
        replace(DOWNLOAD, "RUN go mod download\n"),
        (5, 7, 8),
        ("5 instruction 5: 'RUN go mod download' was 'RUN go mod download -x'",),
    ),
    Case(
        "deps-first",
        "a RUN, in its JSON form",
        replace(DOWNLOAD, 'RUN ["go", "mod", "download", "-x"]\n'),
        (5, 7, 8),
        (
            """5 instruction 5: 'RUN ["go", "mod", "download", "-x"]' was """
            "'RUN go mod download -x'",
        ),
    ),
    Case(
        "deps-first",
        "a new RUN",
        before_download("RUN true\n"),
        (5, 6, 8, 9),
        ("5 instruction 5: 'RUN true' was ''",),
    ),
    Case(
        "deps-first",
        "a RUN taken out",
        replace(DOWNLOAD, ""),
        (6, 7),
        ("6 instruction None: '' was 'RUN go mod download -x'",),
    ),
    Case(
        "deps-first",
        "another order",
        replace(COPY_MODULES + DOWNLOAD, DOWNLOAD + COPY_MODULES),
        (4, 5, 7, 8),
        ("4 instruction 4: 'RUN go mod download -x' was 'RUN go mod download -x'",),
    ),
    Case(
        "deps-first",
        "a COPY more in the last stage",
        replace("EXPOSE 8088\n", "EXPOSE 8088\nCOPY go.mod ./\n"),
        (7, 8, 14, 15, 16),
        ("7 files Dockerfile", "14 instruction 14: 'COPY go.mod ./' was ''"),
    ),
    Case(
        "deps-first",
        "a new ENV",
        before_download("ENV CGO_ENABLED=0\n"),
        (6, 8, 9),
        ("6 instruction 5: 'ENV CGO_ENABLED=0' was ''",),
    ),
    Case(
        "deps-first",
        "another value of an ENV",
        replace("ENV CGO_ENABLED=0", "ENV CGO_ENABLED=1"),
        (6, 8, 9),
        ("6 instruction 5: 'ENV CGO_ENABLED=1' was 'ENV CGO_ENABLED=0'",),
        start=before_download("ENV CGO_ENABLED=0\n"),
    ),
    Case(
        "deps-first",
        "an ENV taken out",
        replace("ENV CGO_ENABLED=0\n", ""),
        (5, 7, 8),
        ("5 instruction None: '' was 'ENV CGO_ENABLED=0'",),
        start=before_download("ENV CGO_ENABLED=0\n"),
    ),
    Case(
        "deps-first",
        "an ENV that no RUN sees",
        replace("PORT=8088", "PORT=9099"),
        (7, 8),
        ("7 files Dockerfile",),
    ),
    Case(
        "deps-first",
        "a user",
        before_download("USER 0:0\n"),
        (6, 8, 9),
        ("6 instruction 5: 'USER 0:0' was ''",),
    ),
    Case(
        "deps-first",
        "a shell",
        before_download('SHELL ["/bin/sh", "-ec"]\n'),
        (6, 8, 9),
        ("""6 instruction 5: 'SHELL ["/bin/sh", "-ec"]' was ''""",),
    ),
    Case(
        "final",
        "a label",
        replace("licenses=MIT", "licenses=ISC"),
        (4,),
        ("4 files Dockerfile",),
    ),
    Case(
        "final",
        "an argument's default",
        replace("app\nARG VERSION=development", "app\nARG VERSION=1"),
        (4, 16),
        ("4 instruction 3: 'ARG VERSION=1' was 'ARG VERSION=development'",),
        start=no_arguments,
    ),
)

BUILDS = (
    Case(
        "final",
        "a build argument",
        argument("VERSION", "2"),
        (4, 16),
        ("4 argument VERSION=2 was 1.0.0",),
    ),
    Case(
        "final",
        "a build argument in place of the default",
        argument("VERSION", "2"),
        (4, 16),
        ("4 argument VERSION=2 was development",),
        start=no_arguments,
    ),
    Case(
        "final",
        "a default that a build argument hides",
        replace("app\nARG VERSION=development", "app\nARG VERSION=1"),
        (4,),
        ("4 files Dockerfile",),
    ),
    Case(
        "final",
        "a build argument and code",
        both(argument("VERSION", "2"), append("main.go")),
        (4, 16),
        ("4 argument VERSION=2 was 1.0.0", "4 files main.go"),
    ),
    Case(
        "deps-first",
        "a build argument that a COPY uses",
        argument("SUMS", "go.*"),
        (5, 6, 8, 9),
        ("5 argument SUMS=go.* was go.sum",),
        start=replace(COPY_MODULES, "ARG SUMS=go.sum\nCOPY go.mod ${SUMS} ./\n"),
    ),
    Case(
        "deps-first",
        "a build argument that a COPY does not use",
        argument("SUMS", "other"),
        (6, 8, 9),
        ("6 argument SUMS=other was go.sum",),
        start=replace(COPY_MODULES, f"ARG SUMS=go.sum\n{COPY_MODULES}"),
    ),
    Case(
        "deps-first",
        "a build argument in an ENV",
        argument("LEVEL", "2"),
        (7, 9, 10),
        ("7 argument LEVEL=2 was None",),
        start=before_download("ARG LEVEL\nENV GOAMD64=v${LEVEL:-1}\n"),
    ),
    Case(
        "deps-first",
        "a build argument in FROM",
        argument("GO", "1.27"),
        (3, 5, 6, 8, 9),
        ("3 argument GO=1.27 was 1.26",),
        start=replace("FROM golang:1.26-alpine", "ARG GO=1.26\nFROM golang:${GO}-alpine"),
    ),
    Case(
        "deps-first",
        "another toolchain",
        replace("golang:1.26-alpine", "golang:1.27-alpine"),
        (2, 4, 5, 7, 8),
        ("2 base golang:1.27-alpine was golang:1.26-alpine",),
    ),
    Case(
        "deps-first",
        "another base of the last stage",
        replace("alpine:3.22", "alpine:3.23"),
        (7, 8, 11, 14, 15),
        ("7 files Dockerfile", "11 base alpine:3.23 was alpine:3.22"),
    ),
    Case(
        "hello",
        "another toolchain",
        replace("golang:1.26-alpine", "golang:1.27-alpine"),
        (2, 3, 4),
        ("2 base golang:1.27-alpine was golang:1.26-alpine",),
    ),
    Case(
        "stages",
        "a target below what was built",
        target("runtime"),
        (9, 13, 16, 17),
        start=target("dev"),
    ),
    Case(
        "multi-stage",
        "the builder's name",
        both(replace("AS builder", "AS tools"), replace("--from=builder", "--from=tools")),
        (4, 5),
        ("4 files Dockerfile",),
    ),
    Case(
        "deps-first", "no cache", without_cache, (4, 5, 7, 8, 14, 15), ("4 no cache", "14 no cache")
    ),
    Case("mounted", "no cache", without_cache, (5, 14, 15), ("5 no cache", "14 no cache")),
)

CASES = NOTHING_RAN + FILES + INSTRUCTIONS + BUILDS

"""A small lesson pack in which nothing is wrong, written to disk file by file."""

from pathlib import Path

COURSE = """\
title = "A small course"
lessons = ["1-first", "2-second"]

[[scenario]]
id = "cold"
title = "Cold build"
summary = "Nothing is cached."
cache = "fresh"

[[scenario]]
id = "code-edit"
title = "Code edit"
summary = "One line of main.go changes."
cache = "same"
[scenario.edit]
kind = "replace-line"
file = "main.go"
line_start = "const a ="
text = 'const a = "{nonce}"'

[[scenario]]
id = "commit"
title = "Commit"
summary = "One more commit."
cache = "same"
edit = { kind = "commit", text = "{nonce}" }
"""

BASES = """\
[[base]]
reference = "golang:1.26-alpine"
stand_in = "golang"
size_bytes = 1000
"""

FIRST = """\
id = "first"
number = 1
title = "The first lesson"
minutes = 10
summary = "Something to begin with."
variants = ["plain"]
scenarios = ["cold"]

[[variant]]
id = "plain"
title = "One stage"
summary = "Everything in one image."
dockerfile = "plain.Dockerfile"
"""

SECOND = """\
id = "second"
number = 2
title = "The second lesson"
minutes = 10
summary = "Two stages."
variants = ["plain", "staged"]
scenarios = ["cold", "code-edit"]

[[variant]]
id = "staged"
title = "Two stages"
summary = "Only the binary is shipped."
dockerfile = "staged.Dockerfile"
ignore = "staged.dockerignore"
target = "runtime"
build_args = { VERSION = "1" }

[[comparison]]
metric = "image.unpacked_bytes"
from = "plain"
to = "staged"
below = 0.5

[[prediction]]
id = "size"
variant = "staged"
metric = "image.unpacked_bytes"
question = "How big is it?"
why = "Only the binary is in it."
choices = [
  { text = "small", below = 10 },
  { text = "middling", at_least = 10, below = 20 },
  { text = "big", at_least = 20 },
]
"""

PAGE = """\
# The first lesson

It weighs {{ plain: image.unpacked_bytes }}.

---

## Going on

See [the notes](notes.md), [above](#going-on) and
[the manual](https://docs.docker.com/build/).
"""

STAGED_PAGE = """\
# The second lesson

Smaller: {{ plain / staged: image.unpacked_bytes }}.
An edit takes {{ staged: code-edit.wall_s }}.

    docker image inspect -f '{{ .Size }}' staged
"""

PLAIN_DOCKERFILE = """\
FROM golang:1.26-alpine
COPY . .
RUN go build -o plain .
"""

STAGED_DOCKERFILE = """\
FROM golang:1.26-alpine AS builder
COPY go.mod ./
RUN go mod download -x
COPY . .
RUN go build -o plain .

FROM scratch AS runtime
COPY --from=builder /go/plain /
"""

FILES = {
    "course.toml": COURSE,
    "bases.toml": BASES,
    "1-first/lesson.toml": FIRST,
    "1-first/page.md": PAGE,
    "1-first/notes.md": "# For the presenter\n\nSpeak slowly.\n",
    "1-first/plain.Dockerfile": PLAIN_DOCKERFILE,
    "2-second/lesson.toml": SECOND,
    "2-second/page.md": STAGED_PAGE,
    "2-second/staged.Dockerfile": STAGED_DOCKERFILE,
    "2-second/staged.dockerignore": ".git\n",
}


def write_pack(root: Path) -> Path:
    """Write the pack below `root` and return its folder."""
    pack = root / "pack"
    for name, text in FILES.items():
        file = pack / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return pack


def write_app(root: Path) -> Path:
    """Write the sample app that the pack's variants build and return its folder."""
    app = root / "app"
    (app / "simple").mkdir(parents=True)
    (app / "main.go").write_text('package main\n\nconst a = "b"\nvar c = 1\nvar d = 2\n')
    (app / "simple" / "main.go").write_text("package main\n")
    return app


def replace(pack: Path, name: str, old: str, new: str) -> None:
    """Change one place of one file of the pack."""
    file = pack / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def with_extra(pack: Path) -> Path:
    """Make the second lesson an extra of the course."""
    replace(pack, "course.toml", ', "2-second"]', ']\nextras = ["2-second"]')
    replace(pack, "2-second/lesson.toml", "number = 2\n", "")
    return pack

"""Ways to break the small pack, each with the finding that it gives."""

from typing import NamedTuple


class Broken(NamedTuple):
    """One place of the good pack changed (file, old, new), and the one finding that it gives.

    The finding is told as file, line, a part of what is wrong and a part of what was expected.
    """

    name: str
    change: tuple[str, str, str]
    told: tuple[str, int, str, str]


FIRST, SECOND = "1-first/lesson.toml", "2-second/lesson.toml"
PAGE, STAGED = "1-first/page.md", "2-second/page.md"
PLAIN_FILE, STAGED_FILE = "1-first/plain.Dockerfile", "2-second/staged.Dockerfile"

ONE_MORE_VARIANT = """\
dockerfile = "plain.Dockerfile"

[[variant]]
id = "plain"
title = "Again"
summary = "Again."
dockerfile = "plain.Dockerfile"
"""

BROKEN = (
    Broken(
        "unknown key of a lesson",
        (FIRST, "minutes = 10", "minutes = 10\nauthor = 'me'"),
        (FIRST, 5, "unknown key `author`", "one of id, number, title"),
    ),
    Broken(
        "unknown key of a variant",
        (SECOND, 'target = "runtime"', 'stage = "runtime"'),
        (SECOND, 15, "unknown key `stage`", "target"),
    ),
    Broken(
        "unknown key of an edit",
        ("course.toml", 'file = "main.go"', 'file = "main.go"\nlines = 3'),
        ("course.toml", 18, "unknown key `lines`", "line_start"),
    ),
    Broken(
        "missing key",
        (FIRST, 'title = "One stage"\n', ""),
        (FIRST, 9, "`title` is missing", "`title`, a string"),
    ),
    Broken(
        "value of a wrong type",
        (FIRST, "minutes = 10", "minutes = 'ten'"),
        (FIRST, 4, "`minutes` is 'ten'", "a whole number"),
    ),
    Broken(
        "unknown cache rule",
        ("course.toml", 'cache = "fresh"', 'cache = "new"'),
        ("course.toml", 8, "`cache` is 'new'", "one of 'fresh', 'same'"),
    ),
    Broken(
        "no TOML",
        (FIRST, "number = 1", "number = "),
        (FIRST, 2, "is not TOML: Invalid value", "valid TOML"),
    ),
    Broken(
        "lesson's folder missing",
        ("course.toml", '"2-second"]', '"2-second", "3-third"]'),
        ("3-third/lesson.toml", 1, "cannot be read", "a file of the lesson pack"),
    ),
    Broken(
        "number against order",
        (SECOND, "number = 2", "number = 3"),
        (SECOND, 2, "the number is 3, but course.toml has the lesson at 2", "number = 2"),
    ),
    Broken(
        "lesson id twice",
        (SECOND, 'id = "second"', 'id = "first"'),
        (SECOND, 1, "the lesson id 'first' is that of 1-first too", "an id of its own"),
    ),
    Broken(
        "scenario id twice",
        ("course.toml", 'id = "commit"', 'id = "cold"'),
        ("course.toml", 22, "a second scenario has the id 'cold'", "of its own"),
    ),
    Broken(
        "variant defined twice",
        (FIRST, 'dockerfile = "plain.Dockerfile"', ONE_MORE_VARIANT),
        (FIRST, 16, "'plain' is defined in 1-first/lesson.toml already", "one definition"),
    ),
    Broken(
        "variant named twice",
        (FIRST, '["plain"]', '["plain", "plain"]'),
        (FIRST, 6, "'plain' stands in `variants` twice", "once"),
    ),
    Broken(
        "page beside the comparison unknown",
        (SECOND, "minutes = 10", "minutes = 10\ncompare_page = 'Gained'"),
        (SECOND, 5, "`compare_page` is 'Gained'", "one of 'The second lesson'"),
    ),
    Broken(
        "page beside the comparison not named",
        (STAGED, "An edit takes", "---\n\n## Gained\n\nAn edit takes"),
        (SECOND, 1, "`compare_page` is missing", "'Gained'"),
    ),
    Broken(
        "unknown variant",
        (FIRST, '["plain"]', '["plain", "plane"]'),
        (FIRST, 6, "unknown variant 'plane'", "one of plain, staged"),
    ),
    Broken(
        "unknown scenario",
        (FIRST, '["cold"]', '["cold", "warm"]'),
        (FIRST, 7, "unknown scenario 'warm'", "one of code-edit, cold, commit"),
    ),
    Broken(
        "target without a stage",
        (SECOND, 'target = "runtime"', 'target = "dev"'),
        (SECOND, 15, "no stage 'dev'", "one of builder, runtime"),
    ),
    Broken(
        "app folder missing",
        (SECOND, 'target = "runtime"', 'target = "runtime"\napp = "other"'),
        (SECOND, 16, "no folder 'other'", "a folder of the sample app"),
    ),
    Broken(
        "comparison with a variant that is not built",
        (SECOND, 'from = "plain"', 'from = "scratch"'),
        (SECOND, 20, "does not build the variant 'scratch'", "plain, staged"),
    ),
    Broken(
        "comparison in an unknown metric",
        (SECOND, '"image.unpacked_bytes"\nfrom', '"image.bytes"\nfrom'),
        (SECOND, 19, "unknown metric 'image.bytes'", "image.unpacked_bytes"),
    ),
    Broken(
        "comparison in a scenario that is not measured",
        (SECOND, '"image.unpacked_bytes"\nfrom', '"commit.wall_s"\nfrom'),
        (SECOND, 19, "no sample of 'commit.wall_s'", "cold, code-edit"),
    ),
    Broken(
        "comparison of a variant with itself",
        (SECOND, 'from = "plain"', 'from = "staged"'),
        (SECOND, 21, "'staged' is compared with itself", "another"),
    ),
    Broken(
        "prediction that the samples cannot decide",
        (SECOND, '"image.unpacked_bytes"\nquestion', '"rebuild.wall_s"\nquestion'),
        (SECOND, 27, "no sample of 'rebuild.wall_s'", "cold, code-edit"),
    ),
    Broken(
        "prediction with a gap",
        (SECOND, "at_least = 10, below = 20", "at_least = 12, below = 20"),
        (SECOND, 32, "no choice is right from 10 to 12", "no gap"),
    ),
    Broken(
        "prediction with an overlap",
        (SECOND, "at_least = 10, below = 20", "at_least = 9, below = 20"),
        (SECOND, 32, "'small' and 'middling' can both be right", "not overlap"),
    ),
    Broken(
        "prediction that does not begin at 0",
        (SECOND, '"small", below = 10', '"small", at_least = 5, below = 10'),
        (SECOND, 30, "no choice is right from 0 to 5", "no gap"),
    ),
    Broken(
        "prediction that ends too early",
        (SECOND, "at_least = 20", "at_least = 20, below = 90"),
        (SECOND, 30, "no choice is right from 90 on", "without `below`"),
    ),
    Broken(
        "placeholder of a variant that is not built",
        (PAGE, "plain: image", "staged: image"),
        (PAGE, 3, "names 'staged', which the lesson does not build", "plain"),
    ),
    Broken(
        "placeholder of a scenario that is not measured",
        (PAGE, "image.unpacked_bytes", "code-edit.wall_s"),
        (PAGE, 3, "no sample of 'code-edit.wall_s'", "cold"),
    ),
    Broken(
        "placeholder of an unknown metric",
        (STAGED, "staged: code-edit.wall_s", "staged: code-edit.hours"),
        (STAGED, 4, "unknown metric 'code-edit.hours'", "wall_s"),
    ),
    Broken(
        "placeholder badly written",
        (PAGE, "{{ plain: image.unpacked_bytes }}", "{{ plain image.unpacked_bytes }}"),
        (PAGE, 3, "is no placeholder", "{{ variant: metric }}"),
    ),
    Broken(
        "step longer than a screen",
        (PAGE, "## Going on\n", "## Going on\n\n" + "A line.\n\n" * 9),
        (PAGE, 7, "the part 'Going on' takes 22 lines", "at most 20 lines at 76 columns"),
    ),
    Broken(
        "step without a short form",
        (PAGE, "It weighs {{ plain: image.unpacked_bytes }}.", "```sh\nls\n```"),
        (PAGE, 1, "the part 'The first lesson' has no short form", "a sentence of at most 4 lines"),
    ),
    Broken(
        "step without a heading",
        (PAGE, "---\n", "---\n\nAlone.\n\n---\n"),
        (PAGE, 7, "a part has no heading", "## Two stages"),
    ),
    Broken(
        "empty step",
        (PAGE, "---\n", "---\n\n---\n"),
        (PAGE, 6, "a part is empty", "some text"),
    ),
    Broken(
        "heading level skipped",
        (PAGE, "## Going on", "### Going on"),
        (PAGE, 7, "level 3 (### Going on) comes after one of level 1", "level 2 at most"),
    ),
    Broken(
        "dead link",
        (PAGE, "(notes.md)", "(note.md)"),
        (PAGE, 9, "dead link 'note.md'", "beside page.md"),
    ),
    Broken(
        "dead anchor",
        (PAGE, "(#going-on)", "(#going)"),
        (PAGE, 9, "dead link '#going'", "going-on"),
    ),
    Broken(
        "no web address",
        (PAGE, "https://docs.docker.com/build/", "https:docs.docker.com/build/"),
        (PAGE, 10, "is no web address", "https://host/path"),
    ),
    Broken(
        "dead link in the notes",
        ("1-first/notes.md", "Speak slowly.", "Show [this](slide.png)."),
        ("1-first/notes.md", 3, "dead link 'slide.png'", "beside page.md"),
    ),
    Broken(
        "Dockerfile line too long",
        (PLAIN_FILE, "COPY . .", f"# {'x' * 50}\nCOPY . ."),
        (PLAIN_FILE, 2, "the line has 52 columns", "at most 51"),
    ),
    Broken(
        "unparsable Dockerfile",
        (PLAIN_FILE, "COPY . .", "COPPY . ."),
        (PLAIN_FILE, 2, "unknown instruction 'COPPY'", "an engine can read"),
    ),
    Broken(
        "frontend fetched at each build",
        (PLAIN_FILE, "FROM golang", "# syntax=docker/dockerfile:1\nFROM golang"),
        (PLAIN_FILE, 1, "`# syntax=`", "no such line"),
    ),
    Broken(
        "base that nobody prepares",
        (PLAIN_FILE, "golang:1.26-alpine", "golang:1.25"),
        (PLAIN_FILE, 1, "the base 'golang:1.25' is not in bases.toml", "golang:1.26-alpine"),
    ),
    Broken(
        "modules that cannot be counted",
        (STAGED_FILE, "download -x", "download"),
        (STAGED_FILE, 3, "tells no module", "-x"),
    ),
    Broken(
        "title too long",
        (FIRST, '"The first lesson"', f'"{"x" * 31}"'),
        (FIRST, 3, "the title has 31 characters", "at most 30"),
    ),
    Broken(
        "variant's title too long",
        (SECOND, '"Two stages"', f'"{"x" * 31}"'),
        (SECOND, 11, "the title has 31 characters", "at most 30"),
    ),
    Broken(
        "scenario id with capitals",
        ("course.toml", 'id = "commit"', 'id = "Commit"'),
        ("course.toml", 22, "'Commit' is no id", "lower-case"),
    ),
    Broken(
        "lesson of no minutes",
        (FIRST, "minutes = 10", "minutes = 0"),
        (FIRST, 4, "`minutes` is 0", "1 or more"),
    ),
    Broken(
        "edit of a file that is not there",
        ("course.toml", 'file = "main.go"', 'file = "server.go"'),
        ("course.toml", 17, "no file 'server.go' in the app '.'", "of the sample app"),
    ),
    Broken(
        "edit of a line that is not there",
        ("course.toml", 'line_start = "const a ="', 'line_start = "const b ="'),
        ("course.toml", 18, "0 lines of 'main.go' in the app '.'", "exactly one line"),
    ),
    Broken(
        "edit of a line that stands there twice",
        ("course.toml", 'line_start = "const a ="', 'line_start = "var"'),
        ("course.toml", 18, "2 lines of 'main.go' in the app '.'", "exactly one line"),
    ),
    Broken(
        "edit that is the same each time",
        ("course.toml", 'const a = "{nonce}"', 'const a = "c"'),
        ("course.toml", 19, "the edit's text has no {nonce}", "{nonce} in the text"),
    ),
    Broken(
        "lesson that nobody lists",
        ("course.toml", ', "2-second"', ""),
        (SECOND, 1, "course.toml does not list the lesson '2-second'", "in `lessons`"),
    ),
)

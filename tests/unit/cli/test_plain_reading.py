"""A page as plain lines: what a screen reader says, line by line."""

from walkthrough.cli.plain.reading import page_lines
from walkthrough.course.load import load_course

PAGE = """# A title

Some *words* with `code` and a
[link](https://docs.docker.com/build/).

- one item that is long enough to be broken
  1. within
- two

```dockerfile
FROM scratch

COPY a  b
```

The end.
"""


def test_a_page_becomes_blocks_with_an_empty_line_between_them() -> None:
    assert page_lines(PAGE, 30) == [
        "A title",
        "",
        "Some words with code and a",
        "link",
        "(https://docs.docker.com/build/).",
        "",
        "- one item that is long enough",
        "  to be broken",
        "  1. within",
        "- two",
        "",
        "Dockerfile:",
        "  FROM scratch",
        "",
        "  COPY a  b",
        "",
        "The end.",
    ]


def test_every_page_of_the_course_fits_where_its_words_do() -> None:
    for lesson in load_course().lessons:
        for step in lesson.steps:
            for line in page_lines(step, 60):
                longest = max((len(word) for word in line.split()), default=0)
                assert len(line) <= 60 or longest > 50 or line.startswith("  "), line

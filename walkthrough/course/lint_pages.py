"""What the linter has to say about a lesson's texts: page.md and notes.md."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from walkthrough.course.finding import Finding
from walkthrough.course.markdown import Link, Outline, anchor, outline
from walkthrough.course.pack import LessonFolder
from walkthrough.course.page import PageStep, Placeholder, fill, placeholders, split_page
from walkthrough.course.references import metric_problem
from walkthrough.course.short_form import ROWS, short_form
from walkthrough.course.text_file import read_text

ScreenLines = Callable[[str, int], int]

SCREEN_WIDTH = 76
SCREEN_LINES = 20

_BRACES = re.compile(r"\{\{.*?(\}\}|$)", re.MULTILINE)
_SCHEMES = frozenset({"http", "https", "mailto"})


def page_findings(pack: Path, folder: LessonFolder, screen_lines: ScreenLines) -> Iterator[Finding]:
    """Everything wrong with the lesson's page."""
    name = f"{folder.name}/page.md"
    if not (pack / name).is_file():
        return
    text = read_text(pack, name)
    if isinstance(text, Finding):
        yield text
        return
    yield from text_findings(pack, name, text)
    yield from _steps(name, text, screen_lines)
    yield from _compare_page(text, folder)
    yield from _placeholders(name, text, folder)


def notes_findings(pack: Path, folder: str) -> Iterator[Finding]:
    """Everything wrong with the presenter's notes, which a lesson may do without."""
    name = f"{folder}/notes.md"
    if not (pack / name).is_file():
        return
    text = read_text(pack, name)
    if isinstance(text, Finding):
        yield text
    else:
        yield from text_findings(pack, name, text)


def text_findings(pack: Path, name: str, text: str) -> Iterator[Finding]:
    """Headings that skip a level and links that lead nowhere."""
    parts = outline(text)
    yield from _headings(name, parts)
    for link in parts.links:
        problem = _link_problem(pack, name, link, parts)
        if problem is not None:
            yield Finding(name, link.line, *problem)


def _headings(name: str, parts: Outline) -> Iterator[Finding]:
    level = 0
    for heading in parts.headings:
        if heading.level > level + 1:
            marks = "#" * heading.level
            after = f"after one of level {level}" if level else "first"
            what = f"a heading of level {heading.level} ({marks} {heading.text}) comes {after}"
            yield Finding(name, heading.line, what, f"level {level + 1} at most")
        level = heading.level


def _link_problem(pack: Path, name: str, link: Link, parts: Outline) -> tuple[str, str] | None:
    target = link.target
    try:
        address = urlsplit(target)
    except ValueError as error:
        return f"the link {target!r} is no address: {error}", "an address or a file of the pack"
    if address.scheme:
        whole = address.scheme in _SCHEMES and bool(address.netloc or address.scheme == "mailto")
        return None if whole else (f"the link {target!r} is no web address", "https://host/path")
    if not address.path:
        anchors = [anchor(one.text) for one in parts.headings]
        if address.fragment in anchors:
            return None
        return f"dead link {target!r}: no heading has it", f"one of {', '.join(anchors)}"
    aimed = (pack / name).parent / unquote(address.path)
    if not aimed.resolve().is_relative_to(pack.resolve()):
        return f"the link {target!r} leaves the pack", "a file of the pack"
    if not aimed.exists():
        return f"dead link {target!r}: there is no such file", "a file beside page.md"
    return None


def _steps(name: str, text: str, screen_lines: ScreenLines) -> Iterator[Finding]:
    steps = split_page(text)
    for step in steps:
        if not step.text:
            yield Finding(name, step.line, "a part is empty", "some text between `---` lines")
            continue
        if not step.title:
            yield Finding(
                name, step.line, "a part has no heading", "a line such as `## Two stages`"
            )
        height = screen_lines(fill(step.text, lambda _one: None), SCREEN_WIDTH)
        if height > SCREEN_LINES:
            what = f"the part {step.title!r} takes {height} lines, more than a screen"
            expected = (
                f"at most {SCREEN_LINES} lines at {SCREEN_WIDTH} columns; split it with `---`"
            )
            yield Finding(name, step.line, what, expected)
        elif step != steps[-1] and not _has_short_form(step, screen_lines):
            what = f"the part {step.title!r} has no short form"
            expected = (
                f"text or a list that begins with a sentence of at most {ROWS} lines at "
                f"{SCREEN_WIDTH} columns, the heading before it"
            )
            yield Finding(name, step.line, what, expected)


def _has_short_form(step: PageStep, screen_lines: ScreenLines) -> bool:
    """Whether there is anything but the heading to show above a Dockerfile."""
    text = fill(step.text, lambda _one: None)
    nothing = short_form(text, lambda _short: False)
    return short_form(text, lambda one: screen_lines(one, SCREEN_WIDTH) <= ROWS) != nothing


def _compare_page(text: str, folder: LessonFolder) -> Iterator[Finding]:
    """The page that a lesson of several pages shows beside its comparisons is one of them."""
    titles = [step.title for step in split_page(text)]
    named, lesson = folder.lesson.compare_page, folder.lesson
    expected = f"one of {', '.join(repr(title) for title in titles)}"
    if named and named not in titles:
        what = f"`compare_page` is {named!r}, which is no heading of a part of page.md"
        yield folder.file.finding(("compare_page",), what, expected)
    if not named and lesson.comparison and len(titles) > 1:
        yield folder.file.finding((), "`compare_page` is missing", expected)


def _placeholders(name: str, text: str, folder: LessonFolder) -> Iterator[Finding]:
    for placeholder, line in placeholders(text):
        yield from _unmeasured(name, line, placeholder, folder)
    code = outline(text).code_lines
    for number, line_text in enumerate(text.split("\n"), start=1):
        prose = "" if number in code else re.sub(r"`[^`]*`", "", line_text)
        for match in _BRACES.finditer(prose):
            if not placeholders(match[0]):
                what = f"{match[0]!r} is no placeholder"
                expected = "{{ variant: metric }} or {{ variant / variant: metric }}"
                yield Finding(name, number, what, expected)


def _unmeasured(
    name: str, line: int, placeholder: Placeholder, folder: LessonFolder
) -> Iterator[Finding]:
    variants = folder.lesson.variants
    for variant in (placeholder.against, placeholder.variant):
        if variant is not None and variant not in variants:
            what = f"a placeholder names {variant!r}, which the lesson does not build"
            yield Finding(name, line, what, f"one of its `variants`: {', '.join(variants)}")
    problem = metric_problem(placeholder.metric, folder)
    if problem is not None:
        yield Finding(name, line, f"in a placeholder: {problem[0]}", problem[1])

"""Pages: where a step begins, and what becomes of placeholders."""

from walkthrough.course.page import Placeholder, fill, placeholders, split_page


def test_a_line_of_dashes_begins_a_step() -> None:
    steps = split_page("# One\n\ntext\n\n---\n\n## Two\n\nmore\n")
    assert [(one.title, one.text, one.line) for one in steps] == [
        ("One", "# One\n\ntext", 1),
        ("Two", "## Two\n\nmore", 7),
    ]


def test_dashes_and_headings_in_code_are_code() -> None:
    (step,) = split_page("```yaml\n---\n# no heading\n```\n\n## Title ##\n")
    assert step.title == "Title"
    assert "---" in step.text


def test_a_page_without_dashes_is_one_step() -> None:
    assert len(split_page("text")) == 1


def test_placeholders_are_found_with_their_lines() -> None:
    text = "a {{ x: image.unpacked_bytes }}\n{{x/y-z:code-edit.wall_s}} and {{ no }}\n"
    assert placeholders(text) == (
        (Placeholder("x", "image.unpacked_bytes"), 1),
        (Placeholder("y-z", "code-edit.wall_s", against="x"), 2),
    )


def test_a_placeholder_becomes_what_was_measured() -> None:
    text = "{{ x: cold.wall_s }}, {{ x / y: cold.wall_s }}."
    figures = {Placeholder("x", "cold.wall_s"): "3 s"}
    assert fill(text, figures.get) == "3 s, not measured yet."


def test_a_figure_is_put_in_as_it_is() -> None:
    assert fill("{{ x: cold.wall_s }}", lambda _one: r"\1 \g<0>") == r"\1 \g<0>"

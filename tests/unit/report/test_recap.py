"""Where the reader's predictions stand on a recap: above the links that it ends with."""

import pytest

from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.report.story import above_links, pages_of

COURSE = load_course()
MINE = "## Mine\n\n> My own."


@pytest.mark.parametrize("lesson", [*COURSE.lessons, *COURSE.extras], ids=lambda one: one.id)
def test_what_is_the_reader_s_own_stands_above_the_links(lesson: Lesson) -> None:
    (recap,) = pages_of(lesson, "Recap")
    above, mine, links = above_links(recap.text, [MINE]).partition(f"\n\n{MINE}\n\n")
    assert mine
    assert links.startswith("Read on:\n\n- [")
    assert "](http" not in above
    assert f"{above}\n\n{links}" == recap.text


def test_without_links_it_stands_at_the_end_and_nothing_is_added_for_nothing() -> None:
    assert above_links("## Recap\n\n- one: 1\n- [two](#two): 2", [MINE, ""]) == (
        f"## Recap\n\n- one: 1\n- [two](#two): 2\n\n{MINE}"
    )
    assert above_links("Words.\n\n- [two](#two)", [""]) == "Words.\n\n- [two](#two)"

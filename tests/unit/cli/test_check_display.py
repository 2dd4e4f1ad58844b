"""What `walkthrough check` says at its end."""

from walkthrough.cli.check_display import summary_text
from walkthrough.learn.model import CheckFinished


def test_the_wait_for_another_copy_is_not_counted_as_the_check() -> None:
    assert summary_text(CheckFinished("first", (), True, 6.0, 60.0)).strip() == (
        "All 0 checks pass, in 6.0 s after waiting 60.0 s."
    )
    assert summary_text(CheckFinished("first", (), True, 6.0, 0.2)).strip() == (
        "All 0 checks pass, in 6.0 s."
    )

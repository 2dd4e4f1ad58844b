"""What a few builds allow to be said."""

from walkthrough.measure.statistics import Spread, overlap, ratio, spread, widened


def test_an_odd_slow_build_does_not_move_the_median() -> None:
    assert spread([20.1, 20.3, 95.0]) == Spread(median=20.3, low=20.1, high=95.0, count=3)


def test_no_values_have_no_spread() -> None:
    assert spread([]) is None


def test_a_range_is_shown_from_three_samples_on() -> None:
    assert [Spread(1, 1, 1, count).has_range for count in (1, 2, 3)] == [False, False, True]


def test_the_ratio_carries_the_range_that_the_samples_allow() -> None:
    before, after = Spread(20, 18, 22, 3), Spread(2, 1, 3, 3)
    share = ratio(before, after)
    assert share is not None
    assert (share.value, share.low, share.high) == (0.1, 1 / 22, 3 / 18)


def test_nothing_is_a_fraction_of_zero() -> None:
    assert ratio(Spread(0, 0, 0, 1), Spread(2, 2, 2, 1)) is None


def test_touching_ranges_overlap() -> None:
    assert overlap(Spread(2, 1, 3, 3), Spread(4, 3, 5, 3))
    assert not overlap(Spread(2, 1, 2.9, 3), Spread(4, 3, 5, 3))


def test_a_single_build_is_compared_as_if_a_tenth_could_be_noise() -> None:
    assert widened(Spread(10, 10, 10, 1)) == Spread(10, 9, 11, 1)
    assert widened(Spread(10, 9.5, 10.5, 2)) == Spread(10, 9.5, 10.5, 2)

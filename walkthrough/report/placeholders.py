"""What a page's placeholders become: the reader's own figures. Pure functions."""

from collections.abc import Mapping

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.page import Lookup, Placeholder
from walkthrough.measure.results import VariantResult
from walkthrough.measure.statistics import Spread
from walkthrough.report.numbers import marked, median_of, times


def lookup_in(results: Mapping[str, VariantResult]) -> Lookup:
    """A lookup over these results by variant id: a figure, or how many times less it is.

    None where a variant or its metric has not been measured.
    """

    def spread_of(variant_id: str, metric: Metric) -> Spread | None:
        result = results.get(variant_id)
        return None if result is None else result.spread(metric)

    def words(placeholder: Placeholder) -> str | None:
        metric = parse_metric(placeholder.metric)
        own = spread_of(placeholder.variant, metric)
        if own is None or placeholder.against is None:
            return None if own is None else median_of(own, metric.unit)
        other = spread_of(placeholder.against, metric)
        if other is None or own.median == 0:
            return None
        return marked(times(other.median / own.median), own.disturbed or other.disturbed)

    return words

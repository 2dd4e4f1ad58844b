"""The samples and facts taken under one set of conditions, kept in the store.

An archive only ever sees its own conditions: samples taken under others stay in the store and out
of every median.
"""

import hashlib
from collections.abc import Collection

import msgspec
from msgspec import Struct

from walkthrough.course.model import Scenario
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.measure.model import CachesLeft, Conditions, Sample
from walkthrough.measure.usable import runs_counted, undisturbed
from walkthrough.store.samples import SampleStore
from walkthrough.workspace.model import ContextFacts


class OtherRuns(Struct, frozen=True):
    """So many samples were taken under these conditions, which are not the present ones."""

    conditions: Conditions
    runs: int


def conditions_key(conditions: Conditions) -> str:
    """A short name for these conditions: equal conditions, equal key."""
    return hashlib.sha256(msgspec.json.encode(conditions)).hexdigest()[:16]


def latest_archive(store: SampleStore) -> "Archive | None":
    """The archive under the conditions of the newest sample, None before the first one."""
    key = store.latest_conditions_key()
    if key is None:
        return None
    conditions = msgspec.json.decode(store.conditions()[key], type=Conditions)
    return Archive(store, conditions)


class Archive:
    """What has been measured under `conditions`.

    With `since` (an ISO time) only samples taken then or later count: that is how a run measures
    anew without throwing older samples away.
    """

    def __init__(self, store: SampleStore, conditions: Conditions, since: str = "") -> None:
        self._store = store
        self._since = since
        self.conditions = conditions
        self._key = conditions_key(conditions)

    def add(self, sample: Sample) -> None:
        """Keep a finished sample; it outlives a kill of the process once this returns."""
        self._store.add_conditions(self._key, msgspec.json.encode(self.conditions))
        self._store.add_sample(
            sample.variant_hash,
            sample.scenario,
            self._key,
            sample.taken_at,
            msgspec.json.encode(sample),
        )

    def samples(self, variant_hash: str, scenario: str) -> tuple[Sample, ...]:
        """The variant's samples in this scenario, oldest first."""
        rows = self._store.samples(variant_hash, scenario, self._key)
        decoded = (msgspec.json.decode(row, type=Sample) for row in rows)
        return tuple(sample for sample in decoded if sample.taken_at >= self._since)

    def taken(self, variant_hash: str, scenario: Scenario) -> int:
        """How many runs need not be made again."""
        weighed = self.image(variant_hash) is not None
        return runs_counted(scenario, self.samples(variant_hash, scenario.id), weighed)

    def undisturbed(self, variant_hash: str, scenario: Scenario) -> int:
        """How many runs nothing disturbed."""
        samples = self.samples(variant_hash, scenario.id)
        return len(undisturbed(samples)) if self.taken(variant_hash, scenario) else 0

    def elsewhere(
        self, variant_hashes: Collection[str], scenarios: Collection[str]
    ) -> tuple[OtherRuns, ...]:
        """What the store holds of these variants and scenarios under other conditions."""
        counts = self._store.counts_by_conditions(variant_hashes, scenarios)
        payloads = self._store.conditions()
        return tuple(
            OtherRuns(msgspec.json.decode(payloads[key], type=Conditions), count)
            for key, count in counts.items()
            if key != self._key
        )

    def keep_image(self, variant_hash: str, facts: ImageFacts) -> None:
        """Keep what the variant's image weighs, and its layers for other images' sake."""
        self._store.put_fact("image", self._subject(variant_hash), msgspec.json.encode(facts))
        for layer in facts.layers:
            self._store.put_fact("layer", layer.digest, msgspec.json.encode(layer))

    def image(self, variant_hash: str) -> ImageFacts | None:
        """What the variant's image weighs, None before it was measured."""
        row = self._store.fact("image", self._subject(variant_hash))
        return None if row is None else msgspec.json.decode(row, type=ImageFacts)

    def layers(self) -> dict[str, LayerFacts]:
        """Every layer measured so far by digest: a digest names its content on any engine."""
        rows = self._store.facts("layer")
        return {digest: msgspec.json.decode(row, type=LayerFacts) for digest, row in rows.items()}

    def keep_filling(self, variant_hash: str, wall_s: float) -> None:
        """Keep what a build took that only filled the cache: so long will the next one take."""
        self._store.put_fact("filling", self._subject(variant_hash), msgspec.json.encode(wall_s))

    def filling_s(self, variant_hash: str) -> float | None:
        """What the variant's last build took that only filled the cache, None without one."""
        row = self._store.fact("filling", self._subject(variant_hash))
        return None if row is None else msgspec.json.decode(row, type=float)

    def keep_caches(self, variant_hash: str, left: CachesLeft | None) -> None:
        """Keep what the variant's series has left by now; None while a build may spoil it."""
        self._store.put_fact("caches", self._subject(variant_hash), msgspec.json.encode(left))

    def caches(self, variant_hash: str) -> CachesLeft | None:
        """What the variant's last series left, None where it did not end well."""
        row = self._store.fact("caches", self._subject(variant_hash))
        return None if row is None else msgspec.json.decode(row, type=CachesLeft | None)

    def keep_context(self, variant_hash: str, facts: ContextFacts) -> None:
        """Keep what the variant's cold build sent as its context."""
        self._store.put_fact("context", self._subject(variant_hash), msgspec.json.encode(facts))

    def context(self, variant_hash: str) -> ContextFacts | None:
        """What the variant's cold build sent, None before it was built."""
        row = self._store.fact("context", self._subject(variant_hash))
        return None if row is None else msgspec.json.decode(row, type=ContextFacts)

    def _subject(self, variant_hash: str) -> str:
        return f"{self._key}:{variant_hash}"

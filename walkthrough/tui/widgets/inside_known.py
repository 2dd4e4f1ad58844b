"""What is known of the images that the Inside tab shows: files, groups, differences, problems."""

from collections.abc import Mapping

from msgspec import Struct

from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.errors import WalkthroughError
from walkthrough.report.image_groups import Part
from walkthrough.tui.widgets.inside_left_out import Differences
from walkthrough.tui.widgets.inside_view import Replaced, ShownImage

Key = tuple[str, str]
"""A variant's id and the id of its image when it was measured."""


class Read(Struct, frozen=True):
    """An image whose files are known."""

    key: Key
    files: ImageFiles
    groups: tuple[Part, ...]


class Known:
    """What was read; of other images than those shown nothing stays in memory."""

    def __init__(self) -> None:
        self._read: dict[Key, Read] = {}
        self._problems: dict[Key, WalkthroughError] = {}
        self._differences: dict[frozenset[Key], Differences] = {}
        self._comparing: frozenset[Key] = frozenset()

    def keep(self, read: Read) -> None:
        """An image was read."""
        self._read[read.key] = read

    def fail(self, key: Key, error: WalkthroughError) -> None:
        """An image could not be read, or not be held against the other."""
        self._problems[key] = error
        if self.is_comparing(key):
            self.stop_comparing()

    def begin_comparing(self, keys: frozenset[Key]) -> None:
        """Two images are being held against each other."""
        self._comparing = keys

    def is_comparing(self, key: Key) -> bool:
        """Whether this image is being held against another."""
        return key in self._comparing

    def stop_comparing(self) -> None:
        """What was being held against each other is not any more."""
        self._comparing = frozenset()

    def compare(self, keys: frozenset[Key], differences: Differences) -> None:
        """Two images were held against each other."""
        self.stop_comparing()
        self._differences = {keys: differences}

    def forget_all_but(self, shown: ShownImage) -> None:
        """Throw away what belongs to other images, and all problems: they may be over."""
        keys = keys_of(shown)
        self._read = {key: one for key, one in self._read.items() if key in keys}
        self._problems.clear()

    def read(self, key: Key) -> Read | None:
        """The image, None before it was read."""
        return self._read.get(key)

    def problem(self, key: Key) -> WalkthroughError | None:
        """Why the image could not be read."""
        return self._problems.get(key)

    def groups(self, shown: ShownImage) -> Mapping[str, tuple[Part, ...]]:
        """The groups of files of each image shown, by variant."""
        return {key[0]: self._read[key].groups for key in keys_of(shown) if key in self._read}

    def replaced(self, shown: ShownImage) -> tuple[Replaced, ...]:
        """The images shown that are gone, so that those of newer builds were read."""
        read = (self._read[key] for key in keys_of(shown) if key in self._read)
        return tuple(
            Replaced(one.key[0], one.key[1], one.files.columns.image_id)
            for one in read
            if one.files.columns.image_id != one.key[1]
        )

    def differences(self, shown: ShownImage) -> Differences | None:
        """What the better image leaves out, None before both were held together."""
        return self._differences.get(frozenset(keys_of(shown)))

    def unread(self, shown: ShownImage) -> tuple[Key, ...]:
        """The images whose files are still to be read."""
        return tuple(
            key for key in keys_of(shown) if key not in self._read and key not in self._problems
        )

    def uncompared(self, shown: ShownImage) -> tuple[Read, Read] | None:
        """The worse and the better image, where both were read and not held together yet."""
        keys = keys_of(shown)
        if len(keys) < 2 or not shown.is_comparable or self.differences(shown) is not None:
            return None
        if self._comparing or any(key in self._problems for key in keys):
            return None
        own, other = self._read.get(keys[0]), self._read.get(keys[1])
        if own is None or other is None:
            return None
        return (other, own) if is_better(shown) else (own, other)


def keys_of(shown: ShownImage) -> tuple[Key, ...]:
    """What identifies the images shown, the variant's own first."""
    return tuple((variant.id, facts.image_id) for variant, facts in shown.pairs)


def is_better(shown: ShownImage) -> bool:
    """Whether the variant's own image is the smaller one, or as small as the other."""
    if shown.image is None or shown.other_image is None:
        return False
    return shown.image.unpacked_bytes <= shown.other_image.unpacked_bytes

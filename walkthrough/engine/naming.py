"""The names and labels by which everything that walkthrough creates is found again."""

import re
import secrets

SESSION_LABEL = "walkthrough.session"
BASES_SESSION = "bases"
BASE_LABEL = "walkthrough.base"
CONTAINER_LABEL = "walkthrough.container"
IMAGE_PREFIX = "walkthrough.local/"
EXERCISE_IMAGE_PREFIX = f"{IMAGE_PREFIX}exercise-"
CACHE_NAMESPACE_PREFIX = "walkthrough-"
CACHE_NAMESPACE_FORM = r"walkthrough-[0-9a-f]{16}"


def new_cache_namespace() -> str:
    """A namespace for cache mounts that no build has used."""
    return CACHE_NAMESPACE_PREFIX + secrets.token_hex(8)


def is_own_cache_namespace(namespace: str) -> bool:
    """Whether a namespace has the form of ours: a prefix alone may be somebody else's too."""
    return re.fullmatch(CACHE_NAMESPACE_FORM, namespace) is not None

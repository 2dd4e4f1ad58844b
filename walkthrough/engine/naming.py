"""The names and labels by which everything that walkthrough creates is found again."""

import re
import secrets
from pathlib import Path

from walkthrough.home import home_id

SESSION_LABEL = "walkthrough.session"
BASES_SESSION = "bases"
BASE_LABEL = "walkthrough.base"
CONTAINER_LABEL = "walkthrough.container"
IMAGE_PREFIX = "walkthrough.local/"
EXERCISE_IMAGE_PREFIX = f"{IMAGE_PREFIX}exercise-"
CACHE_NAMESPACE_PREFIX = "walkthrough-"
CACHE_NAMESPACE_FORM = r"walkthrough-[0-9a-f]{16}"


def new_session(home: Path) -> str:
    """A session's id, which names the data folder too: whoever shares it may clean up after it."""
    return f"{home_id(home)}-{secrets.token_hex(8)}"


def is_session_of(home: Path, session: str) -> bool:
    """Whether the session was one of this data folder's; base images are everybody's."""
    return session == BASES_SESSION or session.startswith(f"{home_id(home)}-")


def new_cache_namespace() -> str:
    """A namespace for cache mounts that no build has used."""
    return CACHE_NAMESPACE_PREFIX + secrets.token_hex(8)


def is_own_cache_namespace(namespace: str) -> bool:
    """Whether a namespace has the form of ours: a prefix alone may be somebody else's too."""
    return re.fullmatch(CACHE_NAMESPACE_FORM, namespace) is not None

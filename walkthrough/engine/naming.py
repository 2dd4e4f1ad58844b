"""The names and labels by which everything that walkthrough creates is found again."""

SESSION_LABEL = "walkthrough.session"
BASES_SESSION = "bases"
BASE_LABEL = "walkthrough.base"
CONTAINER_LABEL = "walkthrough.container"
IMAGE_PREFIX = "walkthrough.local/"
CACHE_NAMESPACE_PREFIX = "walkthrough-"

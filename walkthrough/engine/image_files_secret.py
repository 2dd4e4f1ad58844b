"""By which names files go that hold a secret. Pure."""

NAMES = frozenset(
    {b".env", b".netrc", b".npmrc", b".pgpass", b"id_rsa", b"id_ecdsa", b"id_ed25519"}
)
WITHOUT_SECRETS = (b".example", b".sample", b".template", b".dist")


def may_hold_secret(path: bytes) -> bool:
    """Whether a file is usually kept to oneself: `.env` and its kind, private keys."""
    name = path.rpartition(b"/")[2]
    return name in NAMES or (name.startswith(b".env.") and not name.endswith(WITHOUT_SECRETS))

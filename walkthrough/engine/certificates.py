"""The certificate authorities that this host trusts, for what is made from it."""

import os
import ssl
from collections.abc import Mapping
from pathlib import Path

from requests.utils import DEFAULT_CA_BUNDLE_PATH

CHOSEN_BY = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
USUAL_PLACES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def chosen_certificates(environment: Mapping[str, str] = os.environ) -> bytes | None:
    """The CA bundle that the user has chosen for this host (`SSL_CERT_FILE` or
    `REQUESTS_CA_BUNDLE`), None without such a choice: then no image needs another one."""
    for name in CHOSEN_BY:
        path = environment.get(name)
        if path and Path(path).is_file():
            return Path(path).read_bytes()
    return None


def host_certificates(environment: Mapping[str, str] = os.environ) -> bytes:
    """The CA bundle to put into a stand-in: the chosen one, the host's, or certifi's."""
    chosen = chosen_certificates(environment)
    if chosen is not None:
        return chosen
    places = [ssl.get_default_verify_paths().cafile, *USUAL_PLACES, DEFAULT_CA_BUNDLE_PATH]
    found = next(Path(place) for place in places if place and Path(place).is_file())
    return found.read_bytes()

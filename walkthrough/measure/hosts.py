"""Takes the names of hosts out of a recording: which proxies and mirrors a machine uses is nobody
else's business. Pure functions."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

PROXY = "$GOPROXY"
DATABASE = "$GOSUMDB"
OTHER = "$HOST"
PUBLIC = frozenset({"docker.com", "docker.io", "go.dev", "localhost", "127.0.0.1"})
HTTP_PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})

_SCHEME = r"https?://(?:[^/\s@\"']*@)?"
_DOTTED = r"[\w-]+(?:\.[\w-]+)+"
_URL = re.compile(rf"{_SCHEME}(?P<host>\[[\da-f:]+\]|[\w.-]+)(?::\d+)?", re.I)
_FETCHED = re.compile(rf"(?<=# get ){_SCHEME}(?P<host>[^/\s]+)(?=/\S*@|/(?:\S*/)?sumdb/)", re.I)
_PATH_OF_PROXY = re.compile(rf"(?<=# get {re.escape(PROXY)})(?:/(?!sumdb/)[\w-]+)+(?=/)")
_DATABASE_THROUGH_PROXY = re.compile(rf"(?<=/sumdb/)(?P<host>{_DOTTED})")
_DATABASE_ITSELF = re.compile(
    rf"{_SCHEME}(?P<host>{_DOTTED})(?=/(?:lookup|tile)/|/(?:supported|latest)\b)", re.I
)
_LOOKED_UP = re.compile(
    rf"\blookup (?P<host>\$\w+|{_DOTTED}|[\w-]+(?= on ))(?P<resolver> on \S+?)?(?=: |$)"
)
_CONNECTED = re.compile(
    r"\b(?P<what>(?:dial|read|write) (?:tcp|udp)[46]?) [^\s:][^\s]*?(?=: |\s|$)"
)


class Hosts(Struct, frozen=True):
    """Hosts by the variable that names them: with their port and path where these are known."""

    proxies: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.proxies, *self.databases, *self.others)


def hosts_chosen(environment: Mapping[str, str], mirrors: Iterable[str] = ()) -> Hosts:
    """The hosts that this machine was told to use: module proxies (`GOPROXY`), the checksum
    database (`GOSUMDB`), proxies for HTTP, and the mirrors that base images came from."""
    chosen = re.split(r"[,|\s]+", environment.get("GOPROXY", ""))
    proxies = [name for one in chosen if "://" in one for name in _names(urlsplit(one))]
    key, _, address = environment.get("GOSUMDB", "").partition(" ")
    databases = [key.partition("+")[0], *(_names(urlsplit(address)) if address else ())]
    ways = [value for name, value in environment.items() if name.upper() in HTTP_PROXIES and value]
    others = [name for one in (*ways, *mirrors) for name in _names(_split(one))]
    return Hosts(_ordered(proxies), _ordered(databases), _ordered(others))


def hosts_shown(texts: Iterable[str], chosen: Hosts) -> Hosts:
    """The chosen hosts and those that the log of `go mod download -x` shows to be fetched from."""
    proxies, databases = set(chosen.proxies), set(chosen.databases)
    for text in texts:
        for found in _FETCHED.finditer(text):
            proxies.update(_names(urlsplit(f"//{found['host']}")))
        for pattern in (_DATABASE_THROUGH_PROXY, _DATABASE_ITSELF):
            databases.update(found["host"] for found in pattern.finditer(text))
    return Hosts(_ordered(proxies - databases), _ordered(databases), chosen.others)


def without_hosts(text: str, hosts: Hosts) -> str:
    """The text with each of the hosts, and every other host in it, named by a variable."""
    for names, variable in (
        (hosts.databases, DATABASE),
        (hosts.proxies, PROXY),
        (hosts.others, OTHER),
    ):
        for name in names:
            text = _known(name).sub(variable, text)
    text = _PATH_OF_PROXY.sub("", text)
    text = _URL.sub(lambda found: found[0] if _is_public(found["host"]) else OTHER, text)
    text = _LOOKED_UP.sub(_looked_up, text)
    return _CONNECTED.sub(rf"\g<what> {OTHER}", text)


def hosts_in(text: str, hosts: Hosts) -> tuple[str, ...]:
    """Those of the hosts that the text names, and the hosts of its web addresses."""
    known = {name for name in hosts.names if _known(name).search(text)}
    shown = {found["host"] for found in _URL.finditer(text) if not _is_public(found["host"])}
    return tuple(sorted(known | shown))


def _looked_up(found: re.Match[str]) -> str:
    host = found["host"] if found["host"].startswith("$") else OTHER
    return f"lookup {host}{f' on {OTHER}' if found['resolver'] else ''}"


def _known(name: str) -> re.Pattern[str]:
    """The name as a whole, not as a part of a longer one, with the scheme and user before it."""
    return re.compile(rf"(?:{_SCHEME}|(?<![\w.-])){re.escape(name)}(?![\w-]|\.\w)", re.I)


def _split(address: str) -> SplitResult:
    return urlsplit(address if "://" in address else f"//{address}")


def _names(address: SplitResult) -> set[str]:
    """The address with its path, with its port, and the host alone where no word is like it."""
    host = address.netloc.rpartition("@")[2]
    name = address.hostname or ""
    names = {f"{host}{address.path}".rstrip("/"), host, name}
    return {one for one in names if "." in one or ":" in one}


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    """Longest first, so that a host does not hide the longer name it is the start of."""
    dotted = {name for name in names if "." in name or ":" in name}
    return tuple(sorted(dotted, key=lambda name: (-len(name), name)))


def _is_public(host: str) -> bool:
    labels = host.lower().split(".")
    return any(".".join(labels[start:]) in PUBLIC for start in range(len(labels)))

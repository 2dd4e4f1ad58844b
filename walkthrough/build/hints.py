"""What to try when a build failed, found in the engine's words and the failing step's last lines.

The texts matched here were seen on engines 20.10 to 28, or are in BuildKit's, Go's and Linux's
sources; an error that is not among them has no hint, rather than a guess.
"""

import re
from typing import NamedTuple


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    hint: str


def _rule(pattern: str, hint: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), hint)


HEREDOC_HINT = (
    "This engine's own Dockerfile frontend has no heredocs (<<EOF): chain the commands with &&, "
    "or use engine 23.0 or newer."
)

_MESSAGE_RULES = (
    _rule(
        r"unknown flag: -*(?P<flag>[\w-]+)",
        "This engine's own Dockerfile frontend does not know --{flag}: check its spelling, leave "
        "it out, or use a newer engine.",
    ),
    _rule(
        r"unknown instruction: (?P<word>\S+)",
        "Check the spelling of {word}; a line before it may lack its closing backslash.",
    ),
    _rule(
        r"missing ':' in substitution|unsupported modifier",
        "This engine's own Dockerfile frontend has ${{NAME}}, ${{NAME:-default}} and "
        "${{NAME:+text}} only: use one of these, or a newer engine.",
    ),
    _rule(
        r"/docker/dockerfile(-upstream)?/manifests/|docker\.io/docker/dockerfile|gateway\.v0: ",
        "The line `# syntax=` makes every build ask Docker Hub for a frontend: remove it, or make "
        "sure that the engine reaches Docker Hub.",
    ),
    _rule(
        r"no active session|no session|secret .*not found|mount secret|unset ssh forward key",
        "Secrets and SSH keys cannot be handed to a build through the engine's API: build without "
        "them, or with the docker command.",
    ),
    _rule(
        r"toomanyrequests|429 Too Many Requests",
        "Docker Hub limits anonymous pulls: wait, pull the image with `docker pull` after "
        "`docker login`, or run `walkthrough prepare --mirror HOST`.",
    ),
    _rule(
        r"pull access denied|insufficient_scope|authorization failed|no basic auth credentials|"
        r"401 Unauthorized|403 Forbidden",
        "Builds pull anonymously: check the image's name, or pull it with `docker pull` first.",
    ),
    _rule(
        r"x509: |certificate signed by unknown authority",
        "The registry's certificate is not trusted by the engine: the network may intercept TLS. "
        "Add its certificate to the engine's host, or get the image with `walkthrough prepare`.",
    ),
    _rule(
        r"failed to do request: |dial tcp|no such host|i/o timeout|TLS handshake timeout|"
        r"connection refused",
        "The engine cannot reach the image's registry: check the network and the image's name, "
        "or run `walkthrough prepare` to get the course's base images another way.",
    ),
    _rule(
        r"manifest unknown|manifests/\S+: not found|(?:docker\.io|localhost|[\w.-]+\.\w+)"
        r"/\S+:[\w.-]+: not found",
        "The registry has no image of that name and tag: check both.",
    ),
    _rule(
        r"no match for platform|no matching manifest",
        "The image is not made for this engine's platform: choose another tag, or --platform.",
    ),
    _rule(
        r"no space left on device",
        "The engine's disk is full: `docker system df` shows what takes the space, "
        "`walkthrough clean` removes what walkthrough made.",
    ),
    _rule(
        r"cannot allocate memory|exit code: 137\b|signal: killed|ResourceExhausted",
        "The command was killed, most often for want of memory: give the engine more of it "
        "(2 GB is enough for the course).",
    ),
    _rule(
        r"exec format error",
        "The base image is for another processor than the engine's: choose one for its platform.",
    ),
    _rule(
        r'invalid mount target "/"',
        "A mount cannot cover the root folder: set a WORKDIR before RUN --mount=target=.",
    ),
    _rule(
        r'"(?P<path>[^"]+)"(?::| not found:) not found|failed to calculate checksum|'
        r"failed to walk \S*/buildkit-mount",
        "Check the path: it is relative to the build context (or to the image after --from), and "
        "the .dockerignore file may leave it out.",
    ),
    _rule(
        r"target stage .* could not be found|failed to reach build target",
        "The Dockerfile has no stage of that name: check the name after AS.",
    ),
    _rule(
        r"should not be blank|base name .*\$\{?\w+",
        "An ARG that FROM uses has no value: give it a default before the first FROM.",
    ),
    _rule(
        r"no build stage in current context|requires either one or three arguments|"
        r"no source image provided|dockerfile cannot be empty",
        "A Dockerfile begins with FROM and an image.",
    ),
)

_LOG_RULES = (
    _rule(
        r"no space left on device",
        "The disk that the step wrote to is full: `docker system df` shows what takes the space.",
    ),
    _rule(
        r"cannot allocate memory|signal: killed|out of memory",
        "The command ran out of memory: give the engine more of it (2 GB is enough for the "
        "course).",
    ),
    _rule(
        r"x509: |certificate signed by unknown authority|unable to get local issuer certificate",
        "The build does not trust the network's certificate: `walkthrough prepare` makes bases "
        "that carry this host's certificates.",
    ),
    _rule(
        r"requires go >= (?P<wanted>[\d.]+)",
        "go.mod asks for Go {wanted} and the base image has an older one: lower the go line, or "
        "choose a newer base.",
    ),
    _rule(
        r"no modules specified|go\.mod file not found",
        "Go finds no go.mod in the folder that the step runs in: see WORKDIR above it, and into "
        "which folder COPY puts go.mod.",
    ),
    _rule(
        r"missing go\.sum entry",
        "Go finds no checksum of a module: see that go.sum is copied beside go.mod, that no ignore "
        "file leaves it out, and that `go mod tidy` has brought it up to date.",
    ),
    _rule(
        r"dial tcp|no such host|Temporary failure in name resolution|bad address '",
        "The step cannot reach the network: `walkthrough doctor` checks it from inside a build.",
    ),
    _rule(
        r"read-only file system",
        "A mounted build context is read-only: write the output to a folder outside the mount.",
    ),
    _rule(
        r"(?:sh|bash): (?:line )?(?:\d+: )?(?P<tool>[\w./+-]+): (?:command )?not found",
        "The base image has no {tool}: install it in an earlier step, or choose another base.",
    ),
    _rule(
        r'exec: "(?P<tool>[^"]+)": (?:stat|executable file not found)',
        "The base image has no {tool}: an image FROM scratch has no shell either.",
    ),
)


def hint_for(message: str, log_tail: str = "") -> str:
    """The next thing to try, empty where nothing is known.

    `message` is the engine's error as it came, `log_tail` the last lines of the failing step; the
    lines say more than an exit code, so they are asked first unless the message names a cause.
    """
    return _first(_LOG_RULES, log_tail) or _first(_MESSAGE_RULES, message)


def _first(rules: tuple[_Rule, ...], text: str) -> str:
    for rule in rules:
        if found := rule.pattern.search(text):
            return rule.hint.format(**found.groupdict())
    return ""

"""The packet filter rules that a private engine makes, told from everybody else's and removed.

Rules are the lines of `iptables-save` without comments and counters.
"""

import shlex
import shutil
import subprocess

BRIDGE = "docker0"
CHAINS = "DOCKER"
FILTERS = ("iptables", "ip6tables")
TABLES = ("filter", "nat", "raw")

Rules = dict[str, tuple[str, ...]]
"""Lines by `FILTER/TABLE`; a table that cannot be read is empty."""


def saved_rules() -> Rules:
    """The rules now."""
    return {f"{name}/{table}": _saved(name, table) for name in FILTERS for table in TABLES}


def made_rules(before: Rules, after: Rules) -> Rules:
    """The rules that came and name the engine's bridge or a chain of its own."""
    return {
        place: tuple(
            rule
            for rule in rules
            if rule.startswith("-A ")
            and rule not in before.get(place, ())
            and any(word.startswith(CHAINS) or word == BRIDGE for word in shlex.split(rule))
        )
        for place, rules in after.items()
    }


def made_chains(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """The chains of the engine's that came to a table."""
    known = _policies(before)
    return tuple(
        chain for chain in _policies(now) if chain.startswith(CHAINS) and chain not in known
    )


def rules_to_remove(
    before: tuple[str, ...], now: tuple[str, ...], made: tuple[str, ...]
) -> tuple[str, ...]:
    """The rules of a table that go: what the engine made, and what leads to its chains."""
    chains = set(made_chains(before, now))
    return tuple(
        rule
        for rule in now
        if rule.startswith("-A ")
        and rule not in before
        and (rule in made or chains.intersection(shlex.split(rule)))
    )


def new_forwarding_rules(before: Rules, now: Rules) -> tuple[str, ...]:
    """Rules for forwarded or translated packets that came."""
    return tuple(
        rule
        for place, rules in now.items()
        for rule in rules
        if rule.startswith("-A FORWARD " if not place.endswith("/nat") else "-A ")
        and rule not in before.get(place, ())
    )


def remove_rules(before: Rules, made: Rules) -> None:
    """Remove what is left of the engine's rules and chains, and give FORWARD its policy back."""
    for name in FILTERS:
        for table in TABLES:
            place = f"{name}/{table}"
            _remove(name, table, before.get(place, ()), made.get(place, ()))


def _remove(name: str, table: str, before: tuple[str, ...], made: tuple[str, ...]) -> None:
    def run(*arguments: str) -> None:
        subprocess.run([name, "-w", "-t", table, *arguments], capture_output=True, check=False)

    now = _saved(name, table)
    for rule in rules_to_remove(before, now, made):
        run("-D", *shlex.split(rule)[1:])
    chains = made_chains(before, now)
    for action in ("-F", "-X"):
        for chain in chains:
            run(action, chain)
    if table == "filter" and _policies(now).get("FORWARD") == "DROP":
        run("-P", "FORWARD", _policies(before).get("FORWARD", "ACCEPT"))


def _policies(lines: tuple[str, ...]) -> dict[str, str]:
    """Chain names and policies (`-` for chains that are not built in)."""
    heads = (line[1:].split(" ") for line in lines if line.startswith(":"))
    return {head[0]: head[1] for head in heads}


def _saved(name: str, table: str) -> tuple[str, ...]:
    program = shutil.which(f"{name}-save")
    if program is None:
        return ()
    answer = subprocess.run([program, "-t", table], capture_output=True, text=True, check=False)
    return tuple(
        line.split(" [")[0] if line.startswith(":") else line
        for line in answer.stdout.splitlines()
        if line.startswith((":", "-A "))
    )

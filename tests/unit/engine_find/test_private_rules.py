"""Of a machine's packet filter rules, the private engine's are told from the user's."""

from pathlib import Path

import pytest

from walkthrough.engine import private_traces
from walkthrough.engine.private_rules import (
    Rules,
    made_rules,
    new_forwarding_rules,
    rules_to_remove,
)

FILTER, NAT = "iptables/filter", "iptables/nat"
BEFORE = (":INPUT ACCEPT", ":FORWARD ACCEPT", "-A FORWARD -s 192.0.2.9/32 -j DROP")
ENGINES = (
    "-A FORWARD -j DOCKER-USER",
    "-A FORWARD -o docker0 -j DOCKER",
    "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
    "-A DOCKER-USER -j RETURN",
)
STARTED = (*BEFORE[:2], ":DOCKER -", ":DOCKER-USER -", *ENGINES, BEFORE[2])
USERS = (
    "-A INPUT -i docker0 -p tcp -j ACCEPT",
    '-A INPUT -m comment --comment "for docker0" -j ACCEPT',
    "-A INPUT -s 192.0.2.1/32 -j DROP",
)


def test_what_the_engine_made_goes_and_rules_that_name_its_bridge_stay() -> None:
    made = made_rules({FILTER: BEFORE}, {FILTER: STARTED})[FILTER]
    assert made == ENGINES
    assert rules_to_remove(BEFORE, (*STARTED, *USERS), made) == ENGINES


def test_a_rule_that_leads_to_a_chain_of_the_engines_goes_with_the_chain() -> None:
    later = "-A INPUT -j DOCKER-USER"
    assert rules_to_remove(BEFORE, (*STARTED, later), ENGINES) == (*ENGINES, later)
    kept = (*BEFORE, ":DOCKER-USER -")
    assert rules_to_remove(kept, (*kept, later), ()) == ()


def test_rules_that_were_there_before_stay_though_they_look_like_the_engines() -> None:
    assert made_rules({FILTER: STARTED}, {FILTER: STARTED})[FILTER] == ()
    assert rules_to_remove(STARTED, STARTED, ENGINES) == ()


def test_only_rules_for_forwarded_packets_tell_of_others_that_forward() -> None:
    before: Rules = {FILTER: BEFORE, NAT: ()}
    tunnel = "-A FORWARD -i wg0 -j ACCEPT"
    masquerade = "-A POSTROUTING -o eth0 -j MASQUERADE"
    now: Rules = {FILTER: (*BEFORE, *USERS, tunnel), NAT: (":OUTPUT ACCEPT", masquerade)}
    assert new_forwarding_rules(before, now) == (tunnel, masquerade)
    assert new_forwarding_rules(before, {FILTER: (*BEFORE, *USERS)}) == ()


def test_rules_count_as_the_engines_only_if_they_came_while_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now_there_are(*rules: str) -> None:
        monkeypatch.setattr(private_traces, "saved_rules", lambda: {FILTER: rules})

    file = tmp_path / "before.json"
    now_there_are(*BEFORE)
    private_traces.keep(private_traces.record(), file)
    now_there_are(*STARTED)
    private_traces.keep_rules_made(file)
    now_there_are(*STARTED, *USERS)
    private_traces.keep(private_traces.record(), file)
    private_traces.keep_rules_made(file)
    known = private_traces.read(file)
    assert known is not None
    assert known.rules == {FILTER: BEFORE}
    assert known.rules_made == {FILTER: ENGINES}


def test_rules_of_a_start_that_never_came_up_count_when_the_next_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "before.json"
    for rules in (BEFORE, STARTED):
        monkeypatch.setattr(private_traces, "saved_rules", lambda now=rules: {FILTER: now})
        private_traces.keep(private_traces.record(), file)
    private_traces.keep_rules_made(file)
    known = private_traces.read(file)
    assert known is not None
    assert known.rules_made == {FILTER: ENGINES}


class Machine:
    """Settings in a folder, and what interfaces and rules a machine has."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.setting = folder / "ip_forward"
        self.setting.write_text("0\n")
        self.interfaces: tuple[str, ...] = ("lo", "eth0")
        self.rules: tuple[str, ...] = BEFORE
        monkeypatch.setattr(private_traces, "SETTINGS", (self.setting,))
        monkeypatch.setattr(private_traces, "_interfaces", lambda: self.interfaces)
        monkeypatch.setattr(private_traces, "saved_rules", lambda: {FILTER: self.rules})
        monkeypatch.setattr(private_traces, "remove_rules", lambda before, made: None)
        monkeypatch.setattr(private_traces, "_remove_paths", lambda before: None)
        monkeypatch.setattr(private_traces, "_delete_bridge", lambda name: None)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("interfaces", "rules", "after"),
    [
        ((), (), "0"),
        (("veth1234",), USERS, "0"),
        (("wg0",), (), "1"),
        ((), ("-A FORWARD -i wg0 -j ACCEPT",), "1"),
    ],
)
def test_forwarding_is_turned_off_unless_somebody_else_may_need_it(
    machine: Machine, interfaces: tuple[str, ...], rules: tuple[str, ...], after: str
) -> None:
    before = private_traces.record()
    machine.setting.write_text("1\n")
    machine.interfaces += interfaces
    machine.rules += rules
    private_traces.undo(before)
    assert machine.setting.read_text().strip() == after


def test_forwarding_that_was_on_before_is_not_touched(machine: Machine) -> None:
    machine.setting.write_text("1\n")
    before = private_traces.record()
    assert before.settings == {str(machine.setting): "1"}
    machine.setting.write_text("2\n")
    private_traces.undo(before)
    assert machine.setting.read_text() == "2\n"

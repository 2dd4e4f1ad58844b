"""What a recording tells of the machine it was made on: no host, whoever named it."""

import pytest

from walkthrough.measure.hosts import Hosts, hosts_chosen, hosts_in, hosts_shown, without_hosts

CHOSEN = hosts_chosen(
    {
        "GOPROXY": "https://reader:secret@modules.example.org:8443/artifactory/api/go/,direct",
        "GOSUMDB": "sums.example.org+key https://sums.example.org:444",
        "HTTPS_PROXY": "way-out.example.org:3128",
        "no_proxy": "inside.example.org",
    },
    ["mirror.example.org:5000"],
)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (
            "# get https://modules.example.org:8443/artifactory/api/go/github.com/x/@v/v1.zip: 200",
            "# get $GOPROXY/github.com/x/@v/v1.zip: 200",
        ),
        (
            "# get https://reader:xxxxx@modules.example.org:8443/artifactory/api/go/a.b/@v/list",
            "# get $GOPROXY/a.b/@v/list",
        ),
        (
            "# get https://modules.example.org/artifactory/api/go/sumdb/sums.example.org/latest",
            "# get $GOPROXY/sumdb/$GOSUMDB/latest",
        ),
        ("reading https://sums.example.org/lookup/a.b@v1", "reading $GOSUMDB/lookup/a.b@v1"),
        ("verifying a.b@v1: sums.example.org: 410 Gone", "verifying a.b@v1: $GOSUMDB: 410 Gone"),
        ("FROM mirror.example.org:5000/library/golang", "FROM $HOST/library/golang"),
        ("proxyconnect tcp: WAY-OUT.example.org:3128", "proxyconnect tcp: $HOST"),
        ("inside modules.example.organic.com", "inside modules.example.organic.com"),
    ],
)
def test_hosts_that_the_machine_was_told_to_use_are_gone(told: str, kept: str) -> None:
    assert without_hosts(told, CHOSEN) == kept
    assert hosts_in(kept, CHOSEN) == ()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (
            "# get https://proxy.example.com/go/github.com/rs/x/@v/v1.zip: 200 OK (0.1s)",
            "# get $GOPROXY/github.com/rs/x/@v/v1.zip: 200 OK (0.1s)",
        ),
        (
            "# get https://proxy.example.com/sumdb/sum.example.com/tile/8/0/x1",
            "# get $GOPROXY/sumdb/$GOSUMDB/tile/8/0/x1",
        ),
        ("lookup proxy.example.com on 10.0.0.2:53: no", "lookup $GOPROXY on $HOST: no"),
        ("lookup registry on 10.0.0.2:53: no such host", "lookup $HOST on $HOST: no such host"),
        ("dial tcp 10.1.2.3:443: connect: refused", "dial tcp $HOST: connect: refused"),
        ("dial tcp [fd00::1]:443: i/o timeout", "dial tcp $HOST: i/o timeout"),
        ("dial tcp: lookup x.example.net: no", "dial tcp: lookup $HOST: no"),
        ("read tcp 10.0.0.5:4->10.0.0.6:443: read: reset", "read tcp $HOST: read: reset"),
        ('Get "http://user@wiki.example.net:80/p?q": EOF', 'Get "$HOST/p?q": EOF'),
        ("verifying a.b@v1: sum.example.com/lookup", "verifying a.b@v1: $GOSUMDB/lookup"),
    ],
)
def test_hosts_that_only_a_log_names_are_gone(told: str, kept: str) -> None:
    log = ["# get https://proxy.example.com/sumdb/sum.example.com/supported", told]
    hosts = hosts_shown(log, Hosts())
    assert without_hosts(told, hosts) == kept
    assert hosts_in(kept, hosts) == ()


@pytest.mark.parametrize(
    "text",
    [
        "go: downloading github.com/go-chi/chi/v5 v5.1.0",
        "https://docs.docker.com/go/dockerfile/rule/stage-name-casing/",
        "[builder 1/5] FROM docker.io/library/golang:1.26-alpine",
        "wget http://127.0.0.1:8088/products",
        "the lookup failed: nothing was read",
    ],
)
def test_what_names_no_host_of_the_machine_stays(text: str) -> None:
    assert without_hosts(text, CHOSEN) == text
    assert hosts_in(text, CHOSEN) == ()


@pytest.mark.parametrize("proxy", ["", "direct", "off", "file:///srv/modules|direct"])
def test_no_proxy_is_no_name(proxy: str) -> None:
    assert hosts_chosen({"GOPROXY": proxy, "GOSUMDB": "off"}).names == ()


def test_a_host_that_stayed_is_found() -> None:
    assert hosts_in("at Modules.Example.org", CHOSEN) == ("modules.example.org",)
    assert hosts_in("see https://wiki.example.net/page", Hosts()) == ("wiki.example.net",)

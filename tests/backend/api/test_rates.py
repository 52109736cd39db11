"""Who is counted, how much they may ask, and that their address is kept nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.api.app import create_app
from hashtagspace.api.problems import RateLimited
from hashtagspace.api.rates import Rate, RateLimiter, Rates, client_address, network_of


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (None, 0, "10.0.0.9"),
        ("1.2.3.4", 0, "10.0.0.9"),
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.1", 2, "1.2.3.4"),
        ("1.2.3.4", 2, "10.0.0.9"),
    ],
)
def test_only_what_a_trusted_proxy_wrote_is_believed(forwarded, proxies, address):
    assert client_address("10.0.0.9", forwarded, proxies) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_a_person_with_a_whole_network_counts_once(address, network):
    assert network_of(address) == network


@given(st.lists(st.floats(0, 10), max_size=60), st.integers(1, 20), st.integers(1, 20))
def test_never_more_than_burst_and_rate_allow(pauses, per_second, burst):
    now, taken, waits = 0.0, 0, []
    limiter = RateLimiter(Rates(read=Rate(per_second, burst)), clock=lambda: now)
    for pause in pauses:
        now += pause
        try:
            limiter.spend("read", "1.2.3.4")
            taken += 1
        except RateLimited as error:
            waits.append(error.retry_after_seconds)
    assert all(wait >= 1 for wait in waits)
    assert taken <= burst + now * per_second + 1e-6


def test_one_caller_does_not_use_up_another_ones_share():
    limiter = RateLimiter(Rates(read=Rate(1, 1)), clock=lambda: 0.0)
    limiter.spend("read", "1.2.3.4")
    with pytest.raises(RateLimited):
        limiter.spend("read", "1.2.3.4")
    limiter.spend("read", "1.2.3.5")
    limiter.spend("write", "1.2.3.4")


def test_addresses_are_not_kept_in_clear():
    limiter = RateLimiter(Rates())
    limiter.spend("read", "203.0.113.77")
    assert "203.0.113.77" not in repr(vars(limiter))
    assert RateLimiter(Rates()).key_of("203.0.113.77") != limiter.key_of("203.0.113.77")


def test_the_gateway_says_when_to_come_back(services):
    client = create_app(services, Rates(read=Rate(0.1, 2), write=Rate(0.1, 1))).test_client()
    assert [client.get("/v1/config").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/v1/nothing")
    assert (refused.status_code, refused.json["code"]) == (429, "rate.limited")
    assert int(refused.headers["Retry-After"]) > 1
    assert client.options("/v1/config").status_code == 200
    assert [client.post("/v1/content", data=b"x").status_code for _ in range(2)] == [422, 429]


def test_no_log_line_holds_an_address(services, capsys):
    client = create_app(services, Rates(read=Rate(0.1, 1))).test_client()
    for _ in range(3):
        client.get("/v1/health", environ_overrides={"REMOTE_ADDR": "203.0.113.77"})
    metrics = client.get("/metrics", environ_overrides={"REMOTE_ADDR": "198.51.100.1"})
    assert "203.0.113.77" not in "".join(capsys.readouterr()) + metrics.text

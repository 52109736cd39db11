"""The origin that a sign-in names is the one that browsers and Python spell alike."""

import pytest
from domain_strategies import vectors

from hashtagspace.config import origin_of

GOLDEN = vectors("market_consent")


@pytest.mark.parametrize(("url", "origin"), list(zip(*GOLDEN["origins"].values(), strict=True)))
def test_vectors_hold(url, origin):
    assert origin_of(url) == origin
    assert origin_of(origin) == origin


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org", "file:///x", "https://", "http://a:99999", "http://[::1"]
)
def test_what_has_no_origin_of_a_gateway(url):
    with pytest.raises(ValueError, match=r"."):
        origin_of(url)

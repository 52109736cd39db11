import pytest

from hashtagspace.config import ContentStoreSetting
from hashtagspace.errors import ConfigError
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.kubo_client import ApiAddress
from hashtagspace.ipfs.open import open_content_store


def test_the_setting_chooses_the_store(tmp_path):
    store = open_content_store(ContentStoreSetting("embedded", str(tmp_path / "new" / "folder")))
    assert isinstance(store, EmbeddedBlockStore)
    store.check()
    kubo = open_content_store(ContentStoreSetting("kubo", "http://127.0.0.1:1"))
    assert isinstance(kubo, KuboStore)
    kubo.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:5001",
        "ftp://127.0.0.1:5001",
        "http://",
        "http://host:port",
        "http://host:99999",
        "http://[::1",
        "http://host?x=secret",
        "http://host#secret",
        "http://ho st",
        "/ip4/127.0.0.1/tcp/5001",
    ],
)
def test_an_address_that_is_no_api_url_is_refused_without_repeating_it(url):
    with pytest.raises(ConfigError) as raised:
        KuboStore(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "multiaddr", "base", "auth"),
    [
        ("http://127.0.0.1:5001", "/ip4/127.0.0.1/tcp/5001/http", "api/v0", None),
        ("http://[::1]:5001/", "/ip6/::1/tcp/5001/http", "api/v0", None),
        ("https://ipfs.example", "/dns/ipfs.example/tcp/443/https", "api/v0", None),
        ("http://localhost", "/dns/localhost/tcp/80/http", "api/v0", None),
        (
            "https://me:p%40ss@ipfs.example/kubo/",
            "/dns/ipfs.example/tcp/443/https",
            "kubo/api/v0",
            ("me", "p@ss"),
        ),
    ],
)
def test_an_address_is_read_into_the_forms_of_the_library(url, multiaddr, base, auth):
    assert ApiAddress.parse(url) == ApiAddress(multiaddr, base, auth)


def test_the_password_is_in_no_representation():
    assert "s3cret" not in repr(ApiAddress.parse("http://me:s3cret@ipfs.example"))

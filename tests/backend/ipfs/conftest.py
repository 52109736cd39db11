"""One real Kubo for all the tests of this folder that need it."""

import os

import pytest
from kubo_daemon import find_ipfs, running_kubo

from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.kubo_client import Timeouts


@pytest.fixture(scope="session")
def kubo(tmp_path_factory):
    """The daemon and the URL of its API."""
    binary = find_ipfs()
    if binary is None:
        reason = "no Kubo: run `make kubo`, or put ipfs on PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_kubo(binary, tmp_path_factory.mktemp("kubo")) as running:
        yield running


@pytest.fixture
def kubo_store(kubo):
    store = KuboStore(kubo[1], Timeouts(find_seconds=3))
    yield store
    store.close()

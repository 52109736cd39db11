"""Fixtures every backend test may use: a real anvil and the contracts on it."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from anvil_node import Anvil
from deployed import Deployed, deploy
from hypothesis import HealthCheck, settings
from postgres_cluster import cluster, find_binaries
from sqlalchemy import create_engine

from hashtagspace.chain.deployment import Deployment

settings.register_profile(
    "default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def anvil() -> Iterator[Anvil]:
    """An anvil of this test's own, chain id 31337, one block a transaction, final two blocks behind."""
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield node
    node.stop()


@pytest.fixture
def deployed(anvil: Anvil) -> Deployed:
    """The contracts on `anvil`, with web3 handles (see tests/deployed.py)."""
    return deploy(anvil)


@pytest.fixture
def deployment(deployed: Deployed) -> Deployment:
    """Where those contracts are, as the gateway reads it from deployments/<chainId>.json."""
    return deployed.deployment


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL cluster for the whole run; required in CI, elsewhere skipped where there is none."""
    if find_binaries() is None and not os.environ.get("CI"):
        pytest.skip("no PostgreSQL here: make postgres")
    folder = Path(tempfile.mkdtemp(prefix="hashtagspace-pg-"))
    folder.chmod(0o755)
    try:
        with cluster(folder / "cluster") as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_databases = itertools.count()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty PostgreSQL database of this test's own."""
    name = f"test_{next(_databases)}"
    admin = create_engine(postgres_server.replace("postgresql:", "postgresql+psycopg:"))
    with admin.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return postgres_server.rsplit("/", 1)[0] + "/" + name

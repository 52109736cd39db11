"""SQLite and PostgreSQL come to the same tables from the same chain."""

from pathlib import Path
from random import Random

import pytest
from chain_model import ModelChain
from model_documents import EVERY_DOCUMENT
from projection_dump import dump
from projection_law import Run, live

from hashtagspace.store.engine import open_engine


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(4))
def test_the_same_tables(seed: int, postgres_url: str, tmp_path: Path) -> None:
    dumps = []
    for url in (f"sqlite:///{tmp_path}/p.sqlite3", postgres_url):
        engine = open_engine(url)
        chain = ModelChain(Random(seed))
        run = Run(engine)
        live(run, chain, chain.rng, 25)
        run.give(chain.batches, EVERY_DOCUMENT)
        dumps.append(dump(engine))
        engine.dispose()
    assert dumps[0] == dumps[1]
    assert dumps[0]["posts"]

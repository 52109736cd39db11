"""The depot and the market's pages on PostgreSQL: the same answers as on SQLite."""

from pathlib import Path

import pytest
from depot_world import CALLER, DepotWorld, open_depot_world
from sqlalchemy import create_engine

from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import Conflict
from hashtagspace.store import read_deals, read_offers, read_payees
from hashtagspace.store.engine import read_transaction
from hashtagspace.store.read_feeds import END

DAY = 86_400


def live(place: DepotWorld) -> list[object]:
    """One of everything; what came of it, without what differs from run to run."""
    ann, bob = place.person("ann"), place.person("bob")
    once, often = place.offer(), place.offer(epochs=2)
    deal = place.respond(once, ann)
    place.wait(1)
    place.respond(once, bob)
    waiting = place.waiting(once)
    place.stall.accept(once, ann)
    place.stall.deliver(deal, DealState.SETTLED)
    place.stall.credit(deal, ann.wallet.address, 5)
    place.stall.withdraw_consent(once, bob)
    subscribed = place.stall.accept(often, ann)
    place.depot.keep_epoch_envelope(place.epoch(subscribed, 0, ann.wallet), CALLER)
    place.stall.deliver_epoch(subscribed, 0)
    keys, record, orphan = place.blob("keys"), place.blob("record", size=600_000), place.blob("orphan")
    place.depot.keep_head(place.head(ann, 1, [keys, record]), CALLER)
    place.depot.keep_head(place.head(ann, 2, [keys], forget=True), CALLER)
    with pytest.raises(Conflict):
        place.depot.keep_head(place.head(ann, 2, [keys]), CALLER)
    place.world.finalise()
    place.wait(2 * DAY)
    swept = place.sweep()
    place.wait(2 * DAY)
    again = place.sweep()
    with read_transaction(place.world.engine) as connection:
        offers = read_offers.list_offers(connection, "all", None, place.world.now(), END, 10)
        deals = read_deals.list_of_profile(connection, ann.profile, END, 10)
        epochs = read_deals.map_epochs(connection, [subscribed], 8)
        payee = read_payees.find_payee(connection, ann.wallet.address)
        moves = read_payees.list_movements(connection, ann.wallet.address, 10)
    has = [place.has(cid) for cid in (keys, record, orphan)]
    envelopes = place.depot.map_envelopes([subscribed])
    return [
        waiting,
        swept,
        again,
        offers,
        deals,
        dict(epochs),
        payee,
        moves,
        has,
        envelopes,
        place.waiting(once),
    ]


@pytest.mark.postgres
def test_the_same_on_both(tmp_path: Path, postgres_url: str, other_postgres_url: str) -> None:
    told = []
    for name, projection, outbox in (("s", None, None), ("p", postgres_url, other_postgres_url)):
        (tmp_path / name).mkdir()
        place = open_depot_world(tmp_path / name, outbox_url=outbox, url=projection)
        told.append(live(place))
        place.depot.close()
        place.world.projection.close()
        place.world.engine.dispose()
    assert told[0] == told[1]


@pytest.fixture
def other_postgres_url(postgres_server: str) -> str:
    """A second empty database."""
    admin = create_engine(postgres_server.replace("postgresql:", "postgresql+psycopg:"))
    with admin.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "CREATE DATABASE test_depot_outbox"
        )
    admin.dispose()
    return postgres_server.rsplit("/", 1)[0] + "/test_depot_outbox"

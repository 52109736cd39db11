"""The central law: tables are a function of chain and available content, whatever the order of arrival.

Random chains with forks, retroactive revocations, recoveries, batches anchored twice and content that comes
late are projected live and once more from nothing; both must equal each other and a slow oracle.
"""

from collections import Counter
from random import Random

from chain_model import DOMAIN, ModelChain
from hypothesis import given
from hypothesis import strategies as st
from model_documents import EVERY_DOCUMENT
from model_market import BUYERS, PAYEES, MarketBoxes
from projection_dump import differences, dump
from projection_law import digest_of, live, memory_run
from projection_oracle import Oracle
from sqlalchemy import Engine, func, select

from hashtagspace.domain.market_states import DealState
from hashtagspace.indexer.stream import Block
from hashtagspace.store import read_deals, read_offers, read_payees, tables
from hashtagspace.store.engine import read_transaction
from hashtagspace.store.market_derived import COUNTED_STATES
from hashtagspace.store.read_feeds import END


def inline_documents(blocks: list[Block]) -> list[bytes]:
    return [
        event.content
        for block in blocks
        for event in block.events
        if type(event).__name__ == "PublishedInline" and len(event.content) <= 65_536
    ]


@given(st.integers(0, 2**32), st.integers(3, 25))
def test_arrival_order_does_not_matter(seed: int, length: int) -> None:
    rng = Random(seed)
    chain = ModelChain(rng)
    with memory_run() as one, memory_run() as other:
        available = live(one, chain, rng, length)
        # What only dropped blocks carried stays available: the gateway put it into the content store.
        missing = [
            data for data in [*chain.batches, *EVERY_DOCUMENT] if data not in available and rng.random() < 0.6
        ]
        one.give([d for d in missing if d in chain.batches], [d for d in missing if d in EVERY_DOCUMENT])
        available |= set(missing)
        # From nothing: content first, then the whole chain in a single step.
        everything = available | set(EVERY_DOCUMENT) & _known_documents(one.engine)
        other.give(
            [d for d in everything if d in chain.batches], [d for d in everything if d in EVERY_DOCUMENT]
        )
        other.apply(list(chain.blocks), is_live=False)
        assert differences(dump(one.engine), dump(other.engine)) == {}
        content = {digest_of(data): data for data in everything | set(inline_documents(chain.blocks))}
        assert_as_oracle(one.engine, Oracle(chain.blocks, content, DOMAIN))
        assert_as_market(one.engine, chain.market.boxes)
        assert_nothing_forgotten(one.engine)


def _known_documents(engine: Engine) -> set[bytes]:
    with read_transaction(engine) as connection:
        known = {bytes(row[0]) for row in connection.execute(select(tables.documents.c.digest))}
    return {data for data in EVERY_DOCUMENT if digest_of(data) in known}


def assert_as_oracle(engine: Engine, oracle: Oracle) -> None:
    found = dump(engine)
    names = {name: list(table.columns.keys()) for name, table in tables.metadata.tables.items()}
    rows = {name: [dict(zip(names[name], row, strict=True)) for row in many] for name, many in found.items()}
    valid = {
        r["intent_id"]: (r["block_number"], r["log_index"], r["position"])
        for r in rows["intents"]
        if r["fault"] is None
    }
    assert valid == {identity: one.place for identity, one in oracle.valid.items()}
    assert {r["intent_id"] for r in rows["intents"]} >= oracle.seen
    posts = {
        r["post_id"]: (
            r["profile"], r["kind"], r["version_id"], bool(r["retracted"]), r["sort_ms"], r["root_id"],
            (r["block_number"], r["log_index"], r["position"]),
        )
        for r in rows["posts"]
    }  # fmt: skip
    assert posts == oracle.posts()
    relations = oracle.relations()
    assert {(r["profile"], r["target"]) for r in rows["follows"]} == relations["follows"]
    assert {(r["profile"], r["tag_id"]) for r in rows["tag_follows"]} == relations["tag_follows"]
    assert {(r["profile"], r["post_id"], r["emoji"]) for r in rows["reactions"]} == relations["reactions"]
    assert {(r["profile"], r["post_id"]) for r in rows["reposts"]} == relations["reposts"]
    assert {(r["profile"], r["subject"], r["label"]) for r in rows["labels"]} == relations["labels"]
    counts = oracle.counts()
    assert _counters(rows["profile_counts"], "profile") == counts["profile_counts"]
    assert _counters(rows["post_counts"], "post_id") == counts["post_counts"]
    assert {(r["tag"], "posts"): r["posts"] for r in rows["tag_counts"] if r["posts"]} == counts["tags"]
    assert {(r["tag"], r["post_id"], r["sort_ms"]) for r in rows["post_tags"]} == oracle.tags()
    assert {r["profile"]: r["name"] for r in rows["profiles"]} == oracle.names()


def assert_as_market(engine: Engine, boxes: MarketBoxes) -> None:
    """Every offer, deal and account is what a market says that keeps states and balances."""
    with read_transaction(engine) as connection:
        offers = read_offers.list_offers(connection, "all", None, 0, END, 10_000)
        deals = read_deals.map_deals(connection, sorted(boxes.deals))
        deal_count = connection.execute(select(func.count()).select_from(tables.deals)).scalar_one()
        owed = {
            account: (payee.credited - payee.withdrawn, payee.withdrawn >= 0)
            for account in {*BUYERS, *PAYEES}
            for payee in [read_payees.find_payee(connection, account)]
        }
    assert deal_count == len(boxes.deals)
    assert {one.offer: (one.buyer, one.terms, one.free, one.is_closed) for one in offers} == {
        offer: (box.buyer, box.terms, box.free, box.is_closed) for offer, box in boxes.offers.items()
    }
    states = Counter((box.offer, box.state.word) for box in boxes.deals.values())
    for one in offers:
        counted = dict(zip(COUNTED_STATES, one.counts, strict=True))
        assert counted == {word: states[one.offer, word] for word in COUNTED_STATES}
    for deal, box in boxes.deals.items():
        ours = deals[deal]
        assert (ours.offer, ours.profile, ours.state) == (box.offer, box.profile, box.state)
        assert (ours.withdrawn_at is not None) == box.withdrawn
        if box.state in (DealState.ACCEPTED, DealState.DELIVERED, DealState.VESTING):
            assert ours.until == box.time
        if box.state is DealState.VESTING:
            assert (ours.vesting_rest, ours.vesting_from) == (box.price, box.start)
    assert owed == {account: (boxes.credit.get(account, 0), True) for account in {*BUYERS, *PAYEES}}


def _counters(rows: list[dict[str, object]], key: str) -> dict[tuple[object, str], object]:
    return {(row[key], name): n for row in rows for name, n in row.items() if name != key and n}


def assert_nothing_forgotten(engine: Engine) -> None:
    """Everything that a valid intent or an anchor names is here or wanted."""
    with read_transaction(engine) as connection:
        lost = connection.exec_driver_sql(
            "SELECT 'document', hex(content) FROM intents WHERE fault IS NULL AND content <> zeroblob(32) "
            "AND content NOT IN (SELECT digest FROM documents) "
            "AND content NOT IN (SELECT digest FROM wanted WHERE what = 'document') UNION "
            "SELECT 'terms', hex(terms) FROM offer_openings WHERE terms <> zeroblob(32) "
            "AND terms NOT IN (SELECT digest FROM documents) "
            "AND terms NOT IN (SELECT digest FROM wanted WHERE what = 'document') UNION "
            "SELECT 'batch', hex(batch_digest) FROM anchors "
            "WHERE batch_digest NOT IN (SELECT digest FROM batches) "
            "AND batch_digest NOT IN (SELECT digest FROM wanted WHERE what = 'batch')"
        ).all()
    assert lost == []

"""What anybody may put on chain costs every indexer work in proportion, counted in rows, never in seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import permutations

from chain_model import DOMAIN
from projection_dump import differences, dump
from projection_law import START, Run, memory_run
from projection_oracle import Oracle
from sqlalchemy import event, select, text
from world import wallet

from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.content import build_reaction
from hashtagspace.domain.events import (
    Anchored,
    ChainEvent,
    Checkpoint,
    KeyAuthorised,
    KeyRevoked,
    Registered,
)
from hashtagspace.domain.intent import Intent, SignedIntent, intent_id, record_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.order import MOST_ANCESTORS, MOST_ANCHORS, MOST_REACTIONS
from hashtagspace.indexer.stream import Block
from hashtagspace.store import tables
from hashtagspace.store.engine import read_transaction

TX = b"\x01" * 32
NOON = START.time_seconds + 1000
EVERY_KIND = 0xFFFE
posts_c = tables.posts.c


def block(number: int, *events: ChainEvent) -> Block:
    return Block(number, number.to_bytes(32, "big"), NOON + number, events)  # type: ignore[arg-type]


def registered(number: int = 1) -> Block:
    return block(
        number,
        Registered(Checkpoint(number, 0), TX, 7, wallet(0).address, "alice", bytes(20), ZERO_WORD, ZERO_WORD),
    )


def anchored(number: int, data: bytes, root: bytes | None = None) -> Block:
    leaves = [record_id(data[at : at + 81], DOMAIN) for at in range(0, len(data), 146)]
    right = build_root(leaves) if root is None else root
    return block(number, Anchored(Checkpoint(number, 0), TX, right, sha256(data).digest(), len(leaves)))


def follows(first: int, count: int, profile: int = 7, signer: int = 0) -> list[SignedIntent]:
    return [
        wallet(signer).sign_intent(Intent(profile, Kind.FOLLOW, word(n), ZERO_WORD, NOON * 1000 + n), DOMAIN)
        for n in range(first, first + count)
    ]


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def rows(run: Run, table: str) -> int:
    """How many rows a table has; of a scratch table: how many keys the last change marked."""
    with read_transaction(run.engine) as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def assert_as_fresh(run: Run, chain: list[Block], batches: list[bytes]) -> None:
    with memory_run() as fresh:
        fresh.give(batches, [])
        fresh.apply(chain, is_live=False)
        assert differences(dump(run.engine), dump(fresh.engine)) == {}


def test_anchoring_a_known_batch_again_touches_no_intent() -> None:
    batch = encode_batch(follows(1, 20))
    chain = [registered(), anchored(2, batch)]
    with memory_run() as run:
        run.apply(chain)
        run.give([batch], [])
        for number in range(3, 3 + 2 * MOST_ANCHORS):
            chain.append(anchored(number, batch))
            run.apply(chain[-1:])
            assert rows(run, "scratch_inclusions") == rows(run, "scratch_touched") == 0
        assert rows(run, "anchors") == MOST_ANCHORS
        assert_as_fresh(run, chain, [batch])
        run.undo_to(chain[:4])
        assert rows(run, "scratch_touched") == 0
        assert_as_fresh(run, chain[:4], [batch])
        again = anchored(5, batch)
        run.apply([again])
        assert_as_fresh(run, [*chain[:4], again], [batch])


def test_anchoring_strangers_records_again_is_judged_eight_times_and_never_from_the_start() -> None:
    batch = encode_batch(follows(1, 20, profile=8))
    chain = [registered(), anchored(2, batch)]
    with memory_run() as run:
        run.apply(chain)
        run.give([batch], [])
        for number in range(3, 3 + 2 * MOST_ANCHORS):
            chain.append(anchored(number, batch))
            run.apply(chain[-1:])
            assert rows(run, "scratch_inclusions") == (20 if number < MOST_ANCHORS + 2 else 0)
            assert rows(run, "scratch_touched") == 0
        assert_as_fresh(run, chain, [batch])


def test_the_same_records_in_another_order_are_judged_at_the_new_place_alone() -> None:
    orders = [encode_batch(list(order)) for order in permutations(follows(1, 4, profile=8))]
    chain = [registered(), *(anchored(number, data) for number, data in enumerate(orders, 2))]
    with memory_run() as run:
        run.apply(chain)
        for data in reversed(orders):
            run.give([data], [])
            assert rows(run, "scratch_inclusions") == 4
        assert_as_fresh(run, chain, orders)


def test_anchors_with_a_wrong_root_concern_nobody() -> None:
    batch = encode_batch(follows(1, 20))
    chain = [registered(), anchored(2, batch)]
    with memory_run() as run:
        run.give([batch], [])
        run.apply(chain)
        chain.append(anchored(3, batch, root=b"\x05" * 32))
        run.apply(chain[-1:])
        assert rows(run, "scratch_inclusions") == 0
        assert_as_fresh(run, chain, [batch])


def test_a_refused_record_counts_from_the_anchor_at_which_it_is_valid() -> None:
    batch = encode_batch(follows(1, 3))
    chain = [anchored(1, batch), anchored(2, batch), registered(3), anchored(4, batch), anchored(5, batch)]
    with memory_run() as run:
        run.give([batch], [])
        for one in chain:
            run.apply([one])
        assert rows(run, "follows") == 3
        assert_as_fresh(run, chain, [batch])


def authorised(number: int, key: int) -> Block:
    at = Checkpoint(number, 0)
    return block(number, KeyAuthorised(at, TX, 7, wallet(key).address, NOON + 10**6, EVERY_KIND, 0))


def revoked(number: int, key: int, void_from: int) -> Block:
    return block(number, KeyRevoked(Checkpoint(number, 0), TX, 7, wallet(key).address, void_from))


def test_revoking_an_unused_key_judges_nothing_again() -> None:
    batch = encode_batch(follows(1, 50))
    chain = [registered(), authorised(2, 50), anchored(3, batch), revoked(4, 50, NOON + 2)]
    with memory_run() as run:
        run.give([batch], [])
        for one in chain:
            run.apply([one])
        assert rows(run, "scratch_windows") == 1
        assert rows(run, "scratch_intents") == rows(run, "scratch_inclusions") == 0
        assert_as_fresh(run, chain, [batch])


def test_revoking_a_key_judges_what_it_signed_and_no_more() -> None:
    own, stolen = encode_batch(follows(1, 50)), encode_batch(follows(100, 5, signer=50))
    chain = [registered(), authorised(2, 50), anchored(3, own), anchored(4, stolen)]
    chain += [revoked(5, 50, NOON + 2), revoked(6, 50, NOON + 1)]
    with memory_run() as run:
        run.give([own, stolen], [])
        for one in chain[:-1]:
            run.apply([one])
        assert rows(run, "scratch_intents") == 5
        assert rows(run, "follows") == 50
        run.apply(chain[-1:])
        assert rows(run, "scratch_intents") == 0
        assert_as_fresh(run, chain, [own, stolen])
        run.undo_to(chain[:4])
        assert rows(run, "follows") == 55
        assert_as_fresh(run, chain[:4], [own, stolen])


def test_two_signers_of_one_intent_stand_in_for_each_other() -> None:
    mine, by_key = encode_batch(follows(1, 3)), encode_batch(follows(1, 3, signer=50))
    chain = [registered(), authorised(2, 50), anchored(3, by_key), anchored(4, mine), revoked(5, 50, NOON)]
    with memory_run() as run:
        run.give([mine, by_key], [])
        for one in chain:
            run.apply([one])
        assert rows(run, "follows") == 3
        assert_as_fresh(run, chain, [mine, by_key])


def chain_of_replies(depth: int) -> list[SignedIntent]:
    """A reply to nothing known, a reply to that one, and so on."""
    made: list[SignedIntent] = []
    subject = word(5)
    for n in range(depth):
        one = wallet(0).sign_intent(
            Intent(7, Kind.REPLY, subject, sha256(b"x").digest(), NOON * 1000 + n), DOMAIN
        )
        made.append(one)
        subject = intent_id(one.intent, DOMAIN)
    return made


@contextmanager
def counted(run: Run) -> Iterator[list[int]]:
    """How many rows each statement had as parameters, statement by statement."""
    seen: list[int] = []

    def note(_c: object, _cursor: object, _s: str, parameters: object, _x: object, many: bool) -> None:
        seen.append(len(parameters) if many else 1)  # type: ignore[arg-type]

    event.listen(run.engine, "before_cursor_execute", note)
    yield seen
    event.remove(run.engine, "before_cursor_execute", note)


def roots(run: Run) -> dict[bytes, bytes]:
    with read_transaction(run.engine) as connection:
        return {bytes(a): bytes(b) for a, b in connection.execute(select(posts_c.post_id, posts_c.root_id))}


def assert_roots(run: Run, chain: list[Block], batches: list[bytes]) -> None:
    oracle = Oracle(chain, {sha256(data).digest(): data for data in batches}, DOMAIN)
    assert roots(run) == {post_id: row[5] for post_id, row in oracle.posts().items()}


def test_a_deep_chain_of_replies_takes_no_more_statements_than_a_short_one() -> None:
    counts = []
    for depth in (10, 1000):
        batch = encode_batch(chain_of_replies(depth))
        chain = [registered(), anchored(2, batch)]
        with memory_run() as run:
            run.apply(chain)
            with counted(run) as seen:
                run.give([batch], [])
            counts.append(len(seen))
            assert_roots(run, chain, [batch])
    assert counts[1] <= counts[0] + 10  # ids are asked for in slices


def test_a_late_ancestor_moves_no_more_than_the_replies_below_it_that_count() -> None:
    replies = chain_of_replies(MOST_ANCESTORS + 50)
    first, rest = encode_batch(replies[:1]), encode_batch(replies[1:])
    chain = [registered(), anchored(2, first), anchored(3, rest)]
    with memory_run() as run:
        run.apply(chain)
        run.give([rest], [])
        with counted(run) as seen:
            run.give([first], [])
        assert max(seen) == MOST_ANCESTORS  # itself, and those that reach past it
        assert_roots(run, chain, [first, rest])
        assert_as_fresh(run, chain, [first, rest])
        run.undo_to(chain[:2])
        again = anchored(3, rest)
        run.apply([again])
        assert_roots(run, [*chain[:2], again], [first, rest])
        run.undo_to(chain[:1])
        moved = [anchored(2, rest)]
        run.apply(moved)
        assert_roots(run, [*chain[:1], *moved], [rest])


def test_a_profile_has_sixteen_reactions_to_a_post_and_counts_once() -> None:
    target, faces = word(5), [chr(0x1F600 + n) for n in range(50)]
    written = [build_reaction(face, word(6)) for face in faces]
    batch = encode_batch([
        wallet(0).sign_intent(
            Intent(7, Kind.REACT, target, sha256(document).digest(), NOON * 1000 + n), DOMAIN
        )
        for n, document in enumerate(written)
    ])  # fmt: skip
    chain = [registered(), anchored(2, batch)]
    with memory_run() as run, memory_run() as other:
        run.apply(chain)
        run.give([batch], written)
        with read_transaction(run.engine) as connection:
            held = set(connection.execute(select(tables.reactions.c.emoji)).scalars())
            totals = connection.execute(select(tables.post_counts.c.reactions)).scalars().all()
        assert held == set(faces[-MOST_REACTIONS:])
        assert totals == [1]
        other.give([], written[:40])
        other.apply(chain)
        other.give([batch], [])
        other.give([], written[40:])
        assert differences(dump(run.engine), dump(other.engine)) == {}
        oracle = Oracle(chain, {sha256(data).digest(): data for data in [batch, *written]}, DOMAIN)
        assert {one[2] for one in oracle.relations()["reactions"]} == held


def test_an_ancestor_that_goes_away_moves_its_replies_back() -> None:
    replies = chain_of_replies(MOST_ANCESTORS + 50)
    upper, lower = encode_batch(replies[:20]), encode_batch(replies[20:])
    chain = [registered(), anchored(2, lower), anchored(3, upper)]
    with memory_run() as run:
        run.give([upper, lower], [])
        run.apply(chain)
        assert_roots(run, chain, [upper, lower])
        run.undo_to(chain[:2])
        assert_roots(run, chain[:2], [upper, lower])
        assert_as_fresh(run, chain[:2], [upper, lower])

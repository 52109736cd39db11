"""A labeller's labels of a day count up to the cap, in chain order, also when earlier ones go away."""

from hashlib import sha256

from chain_model import DAY, DOMAIN
from projection_dump import differences, dump
from projection_law import START, Run, memory_run
from world import wallet

from hashtagspace.domain import content as documents
from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.events import Anchored, Checkpoint, Registered
from hashtagspace.domain.intent import Intent, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root
from hashtagspace.indexer.stream import Block
from hashtagspace.store.refresh.labels import LABELS_PER_DAY

LABEL = documents.build_label("spam")
NOON = START.time_seconds - START.time_seconds % DAY + DAY + DAY // 2
REGISTERED = Registered(
    Checkpoint(1, 0), b"\x01" * 32, 7, wallet(0).address, "labeller", bytes(20), ZERO_WORD, ZERO_WORD
)


def labels(first: int, count: int, time_seconds: int) -> bytes:
    """A batch of labels on the subjects `first` …"""
    digest = sha256(LABEL).digest()
    intents = [
        Intent(7, Kind.LABEL, number.to_bytes(32, "big"), digest, time_seconds * 1000 + number)
        for number in range(first, first + count)
    ]
    return encode_batch([wallet(0).sign_intent(intent, DOMAIN) for intent in intents])


def block(number: int, time_seconds: int, data: bytes | None) -> Block:
    events: list[object] = [] if data is not None else [REGISTERED]
    if data is not None:
        leaves = [intent_id(_intent(data, at), DOMAIN) for at in range(0, len(data), 146)]
        root, digest = build_root(leaves), sha256(data).digest()
        events.append(Anchored(Checkpoint(number, 0), b"\x01" * 32, root, digest, len(leaves)))
    return Block(number, bytes((number,)) * 32, time_seconds, tuple(events))  # type: ignore[arg-type]


def _intent(data: bytes, at: int) -> Intent:
    record = data[at : at + 81]
    created = int.from_bytes(record[73:], "big")
    return Intent(int.from_bytes(record[:8], "big"), Kind(record[8]), record[9:41], record[41:73], created)


def subjects(run: Run) -> set[int]:
    return {int.from_bytes(bytes(row[1]), "big") for row in dump(run.engine)["labels"]}  # type: ignore[arg-type]


def test_the_cap_is_counted_in_chain_order() -> None:
    early, late, tomorrow = (
        labels(1, 10, NOON),
        labels(100, LABELS_PER_DAY, NOON),
        labels(5000, 3, NOON + DAY),
    )
    chain = [block(1, NOON - 100, None), block(2, NOON, early), block(3, NOON + 1, late)]
    chain.append(block(4, NOON + DAY, tomorrow))
    kept = set(range(1, 11)) | set(range(100, 100 + LABELS_PER_DAY - 10)) | {5000, 5001, 5002}
    with memory_run() as live, memory_run() as fresh:
        live.apply(chain)
        live.give([tomorrow, late], [LABEL])
        assert subjects(live) == set(range(100, 100 + LABELS_PER_DAY)) | {5000, 5001, 5002}
        live.give([early], [])
        assert subjects(live) == kept
        fresh.apply(chain)
        fresh.give([early, late, tomorrow], [LABEL])
        assert differences(dump(live.engine), dump(fresh.engine)) == {}


def test_places_are_free_again_when_a_block_goes_away() -> None:
    early, late = labels(1, 10, NOON), labels(100, LABELS_PER_DAY, NOON)
    start, first, second = block(1, NOON - 100, None), block(2, NOON, early), block(3, NOON + 1, late)
    with memory_run() as run:
        run.apply([start, first, second])
        run.give([early, late], [LABEL])
        assert len(subjects(run)) == LABELS_PER_DAY
        assert 100 + LABELS_PER_DAY - 1 not in subjects(run)
        run.undo_to([start])
        assert subjects(run) == set()
        again = Block(2, b"\x09" * 32, NOON + 1, _moved(second, 2))
        run.apply([again])
        assert subjects(run) == set(range(100, 100 + LABELS_PER_DAY))


def _moved(source: Block, number: int) -> tuple[Anchored, ...]:
    (event,) = source.events
    assert isinstance(event, Anchored)
    moved = Anchored(
        Checkpoint(number, 0), event.transaction_hash, event.root, event.batch_digest, event.count
    )
    return (moved,)

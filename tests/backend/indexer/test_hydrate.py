"""Content comes late, wrong or never; the chain does not wait, and nothing wrong has an effect."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event

import pytest
from chain_model import DOMAIN
from fakes_content import MemoryContent
from hypothesis import given
from hypothesis import strategies as st
from model_documents import DOCUMENTS, GARBAGE
from world import wallet

from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.intent import Intent, SignedIntent
from hashtagspace.domain.kinds import ZERO_WORD, DocumentType, Kind
from hashtagspace.errors import ContentUnavailable, InvalidContent
from hashtagspace.indexer.hydrate import (
    IN_FLIGHT,
    LONGEST_DELAY_SECONDS,
    NETWORK_EVERY,
    NETWORK_IN_FLIGHT,
    PATIENT_ATTEMPTS,
    Hydrated,
    Hydrator,
    delay_seconds,
)
from hashtagspace.indexer.verify import read_document, verify_batch
from hashtagspace.store.write_content import DocumentRow, Wanted

POST = DOCUMENTS[DocumentType.POST][1]


def digest_of(data: bytes) -> bytes:
    return sha256(data).digest()


def batch(count: int = 3) -> bytes:
    intents = [Intent(1, Kind.POST, ZERO_WORD, digest_of(POST), 1_800_000_000_000 + n) for n in range(count)]
    return encode_batch([wallet(1).sign_intent(intent, DOMAIN) for intent in intents])


def fetch(store: MemoryContent, *wanted: Wanted) -> Hydrated:
    hydrator = Hydrator(store, DOMAIN)
    try:
        for item in wanted:
            hydrator.ask(item)
        found = Hydrated([], [], [])
        while hydrator.is_busy:
            part = hydrator.collect(1.0)
            found.batches.extend(part.batches)
            found.documents.extend(part.documents)
            found.missing.extend(part.missing)
        return found
    finally:
        hydrator.close()


def test_a_batch_and_a_document() -> None:
    store, data = MemoryContent(), batch()
    store.put_block(data)
    store.put_block(POST)
    found = fetch(store, Wanted(digest_of(data), "batch", 0), Wanted(digest_of(POST), "document", 0))
    (one,), (document,) = found.batches, found.documents
    assert (one.digest, one.record_count, one.fault) == (digest_of(data), 3, None)
    assert {record[9] for record in one.records} == {wallet(1).address}
    assert (document.type, document.body) == ("post", POST)
    assert [tag for _, tag in document.tags] == ["berlin"]
    assert found.missing == []


def test_what_is_not_here_is_missing() -> None:
    wanted = Wanted(digest_of(POST), "document", 4)
    assert fetch(MemoryContent(), wanted).missing == [wanted]


class Broken(MemoryContent):
    """Raises, or hands out other bytes than asked for."""

    def __init__(self, answer: Exception | bytes) -> None:
        super().__init__()
        self.answer = answer

    def find_block(self, cid: str) -> bytes | None:
        self.asked.append(cid)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "answer", [ContentUnavailable("away"), InvalidContent("odd", code="ipfs.too_large"), b"other bytes"]
)
@pytest.mark.parametrize("what", ["batch", "document"])
def test_a_store_that_fails_or_lies_is_asked_again(answer: Exception | bytes, what: str) -> None:
    wanted = Wanted(digest_of(POST), what, 0)
    found = fetch(Broken(answer), wanted)
    assert (found.missing, found.batches, found.documents) == ([wanted], [], [])


class Distant(MemoryContent):
    """Its network answers no question before `answered` is set; what is here is here."""

    def __init__(self) -> None:
        super().__init__()
        self.answered, self.beyond = Event(), list[str]()

    def find_local_block(self, cid: str) -> bytes | None:
        return super().find_block(cid)

    def find_block(self, cid: str) -> bytes | None:
        self.beyond.append(cid)
        self.answered.wait(30)
        return None


def test_invented_digests_keep_nothing_waiting_that_is_here() -> None:
    store = Distant()
    store.put_block(POST)
    hydrator = Hydrator(store, DOMAIN)
    try:
        invented = [Wanted(digest_of(b"%d" % n), "document", 0) for n in range(3 * IN_FLIGHT)]
        waiting = [*invented, Wanted(digest_of(POST), "document", 0)]
        missing: list[Wanted] = []
        documents: list[DocumentRow] = []
        while not documents:
            while waiting and hydrator.room:
                hydrator.ask(waiting.pop(0))
            part = hydrator.collect(1.0)
            missing += part.missing
            documents += part.documents
        assert not store.answered.is_set()  # with the network still silent
        while len(missing) < len(invented) - NETWORK_IN_FLIGHT:
            missing += hydrator.collect(1.0).missing
        assert len(store.beyond) <= 4
    finally:
        store.answered.set()
        hydrator.close()


def test_the_network_is_asked_every_other_day_at_last() -> None:
    store = Distant()
    store.answered.set()
    asked = [n for n in range(500) if fetch(store, Wanted(digest_of(b"%d" % n), "document", n)).missing]
    assert len(asked) == 500
    assert len(store.beyond) == PATIENT_ATTEMPTS + 1 + len(range(NETWORK_EVERY, 500, NETWORK_EVERY))


def test_asking_twice_fetches_once() -> None:
    store = MemoryContent()
    store.put_block(POST)
    wanted = Wanted(digest_of(POST), "document", 0)
    assert len(fetch(store, wanted, wanted, wanted).documents) == 1
    assert len(store.asked) == 1


def test_what_was_published_on_chain_is_kept_for_others() -> None:
    store = MemoryContent()
    hydrator = Hydrator(store, DOMAIN)
    hydrator.keep(POST)
    hydrator.close()
    assert list(store.blocks.values()) == [POST]


@given(st.integers(0, 10**6))
def test_the_wait_grows_to_an_hour(attempts: int) -> None:
    assert 1 <= delay_seconds(attempts) <= delay_seconds(attempts + 1) <= LONGEST_DELAY_SECONDS


def test_there_is_a_limit_to_what_is_under_way() -> None:
    hydrator = Hydrator(MemoryContent(), DOMAIN)
    for number in range(IN_FLIGHT):
        hydrator.ask(Wanted(digest_of(b"%d" % number), "document", 0))
    assert hydrator.room == 0
    hydrator.close()


def test_void_batches_say_why() -> None:
    data = batch()
    assert verify_batch(digest_of(b""), b"", DOMAIN).fault == "batch.count"
    assert verify_batch(digest_of(data), data[:-1], DOMAIN).fault == "batch.length"
    assert verify_batch(digest_of(data), data + data[:146], DOMAIN).fault == "merkle.duplicate"
    assert verify_batch(digest_of(data), data[:146] * 7001, DOMAIN).fault == "batch.count"
    assert verify_batch(digest_of(data), data + data[:146], DOMAIN).records == ()


def test_one_bad_record_is_skipped_alone() -> None:
    good = wallet(1).sign_intent(Intent(1, Kind.FOLLOW, (2).to_bytes(32, "big"), ZERO_WORD, 5), DOMAIN)
    off_curve = (5).to_bytes(32, "big") + (1).to_bytes(32, "big") + b"\x1b"
    forged = SignedIntent(Intent(1, Kind.FOLLOW, (3).to_bytes(32, "big"), ZERO_WORD, 5), off_curve)
    data = bytearray(encode_batch([good, forged, good_of_kind(14)]))
    data[2 * 146 + 8] = 200
    row = verify_batch(digest_of(data), bytes(data), DOMAIN)
    assert [record[-1] for record in row.records] == [None, "signature.malformed", "intent.kind"]
    assert [record[9] for record in row.records] == [wallet(1).address, None, None]
    assert [record[8] for record in row.records] == [2, 3, None]


def good_of_kind(number: int) -> SignedIntent:
    intent = Intent(1, Kind(number), b"\x01" * 32, b"\x02" * 32, 5)
    return wallet(1).sign_intent(intent, DOMAIN)


def test_threads_recover_the_same_signers() -> None:
    data = batch(1201)
    with ThreadPoolExecutor(2) as pool:
        assert verify_batch(digest_of(data), data, DOMAIN, pool) == verify_batch(
            digest_of(data), data, DOMAIN
        )


@pytest.mark.parametrize(
    "data", [GARBAGE, b"", b"\xff", b"[" * 100_000, b"{}", b'{"type":"post","text":"x"}' * 2]
)
def test_documents_that_are_none(data: bytes) -> None:
    row = read_document(digest_of(data), data)
    assert row.fault is not None
    assert len(row.fault) <= 40
    assert (row.body, row.type, row.tags) == (None, None, ())

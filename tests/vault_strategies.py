"""Hypothesis strategies for vaults: records, sales, key files, values."""

from dataclasses import replace
from hashlib import sha256

from hypothesis import strategies as st
from market_strategies import words

from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.vault.key_file import (
    SOURCES,
    STAGES,
    DealSecret,
    DestroyedRecord,
    KeyFile,
    VaultRecord,
)

REGISTRY = TypedDomain(31337, bytes(19) + b"\1")
profiles = st.integers(1, 2**63 - 1)
times = st.integers(0, 2**53 - 1)
cids = words.map(cid_of_digest)
texts = st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\0"), max_size=40)
record_ids = st.binary(min_size=16, max_size=16)
# Few ids, so that two key files meet in some.
ids = st.sampled_from([bytes([i]) * 16 for i in range(4)])


def _own_cid(record: VaultRecord) -> str:
    """Every change of a record is encrypted under a fresh key: two of one CID are one and the same."""
    told = (record.key, record.cid, record.category, record.title, record.source, record.attestation)
    whole = (*told, record.size, record.created_at_ms, record.updated_at_ms)
    return cid_of_digest(sha256(repr(whole).encode("utf-8", "surrogatepass")).digest())


def _of_its_nonce(deal: DealSecret) -> DealSecret:
    """A nonce is drawn for one preparing: what was prepared is the same wherever the nonce is."""
    prepared = sha256(deal.deal_id + deal.nonce + deal.created_at_ms.to_bytes(8, "big")).digest()
    return replace(
        deal, offer_id=prepared, receipt_salt=prepared, terms=prepared, epochs=prepared[0],
        selection=prepared.hex(), consent={"salt": prepared.hex()},
    )  # fmt: skip


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
values = st.dictionaries(texts, json_values, max_size=4)
records = st.builds(
    VaultRecord,
    record_id=ids,
    category=st.sampled_from(("interests", "contact")),
    title=texts,
    key=words,
    cid=cids,
    size=st.integers(1, 2**23),
    source=st.sampled_from(SOURCES),
    created_at_ms=times,
    updated_at_ms=times,
    attestation=st.none() | values,
).map(lambda record: replace(record, cid=_own_cid(record)))
deals = st.builds(
    DealSecret,
    deal_id=st.sampled_from([bytes(32), b"\1" * 32]),
    offer_id=words,
    nonce=st.sampled_from([bytes(32), b"\1" * 32]),
    receipt_salt=words,
    selection=texts,
    consent=values,
    signature=st.none() | st.binary(min_size=65, max_size=65),
    envelope=st.none() | cids,
    terms=words,
    epochs=st.integers(0, 255),
    created_at_ms=times,
    state=st.sampled_from(STAGES),
)
destroyed = st.builds(
    DestroyedRecord,
    record_id=ids,
    category=st.just("contact"),
    destroyed_at_ms=times,
    receipt=st.binary(min_size=1, max_size=65),
)


def lists_by(items, name_of):
    return st.lists(items, max_size=3, unique_by=name_of).map(tuple)


key_files = st.builds(
    KeyFile,
    lists_by(records, lambda record: record.record_id),
    lists_by(deals.map(_of_its_nonce), lambda deal: (deal.deal_id, deal.nonce)),
    lists_by(destroyed, lambda gone: gone.record_id),
)


def flip(data: bytes, bit: int) -> bytes:
    """The bytes with one bit changed; `bit` counts from the first byte's lowest, modulo the length."""
    changed = bytearray(data)
    bit %= 8 * len(changed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)

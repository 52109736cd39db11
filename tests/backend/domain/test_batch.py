from hashlib import sha256

import pytest
from domain_strategies import DOMAIN, any_intents, signatures, unhex, valid_intents, vectors
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.batch import MAX_COUNT, BatchEntry, decode_batch, encode_batch, verify_batch
from hashtagspace.domain.intent import Intent, IntentDomain, SignedIntent, encode_record, intent_id, record_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root
from hashtagspace.errors import InvalidBatch, InvalidIntent

signed = st.builds(SignedIntent, any_intents, signatures)
batches = st.lists(signed, min_size=1, max_size=8, unique_by=lambda one: encode_record(one.intent))
GOOD = bytes(31) + b"\1" + bytes(31) + b"\1" + b"\x1b"


def anchor_of(data, domain=DOMAIN):
    entries = decode_batch(data)
    root = build_root([record_id(entry.record, domain) for entry in entries])
    return sha256(data).digest(), len(entries), root


def code_of(call, *arguments):
    with pytest.raises((InvalidBatch, InvalidIntent)) as caught:
        call(*arguments)
    return caught.value.exact_code


def test_an_empty_batch_is_refused():
    assert code_of(encode_batch, []) == "batch.count"
    assert code_of(decode_batch, b"") == "batch.count"


def test_more_than_7000_are_refused():
    assert len(decode_batch(bytes(146 * MAX_COUNT))) == MAX_COUNT == 7000
    assert code_of(decode_batch, bytes(146 * (MAX_COUNT + 1))) == "batch.count"


@given(st.integers(1, 3000).filter(lambda length: length % 146))
def test_a_broken_length_is_refused(length):
    assert code_of(decode_batch, bytes(length)) == "batch.length"


@given(any_intents)
def test_a_malformed_signature_never_gets_in(intent):
    assert code_of(encode_batch, [SignedIntent(intent, bytes(65))]) == "signature.malformed"


@given(batches)
def test_decoding_gives_back_what_was_encoded(chosen):
    expected = [BatchEntry(encode_record(one.intent), one.signature) for one in chosen]
    assert decode_batch(encode_batch(chosen)) == expected


@given(batches)
def test_an_honest_batch_gives_ids_in_order(chosen):
    data = encode_batch(chosen)
    records = verify_batch(data, *anchor_of(data), DOMAIN)
    assert [record.intent_id for record in records] == [intent_id(one.intent, DOMAIN) for one in chosen]
    assert [record.signature for record in records] == [one.signature for one in chosen]


@given(st.lists(valid_intents(), min_size=1, max_size=5, unique_by=encode_record))
def test_good_records_come_decoded(intents):
    data = encode_batch([SignedIntent(intent, GOOD) for intent in intents])
    records = verify_batch(data, *anchor_of(data), DOMAIN)
    assert [(record.intent, record.refusal) for record in records] == [(one, None) for one in intents]


@given(batches, st.data())
def test_any_changed_byte_voids_the_whole(chosen, data):
    raw = bytearray(encode_batch(chosen))
    anchor = anchor_of(bytes(raw))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    assert code_of(verify_batch, bytes(raw), *anchor, DOMAIN) == "batch.digest"


@given(batches, st.integers(1, MAX_COUNT))
def test_another_count_voids_the_whole(chosen, count):
    data = encode_batch(chosen)
    digest, right, root = anchor_of(data)
    if count != right:
        assert code_of(verify_batch, data, digest, count, root, DOMAIN) == "batch.length"


@given(batches)
def test_the_root_of_another_registry_voids_the_whole(chosen):
    data = encode_batch(chosen)
    digest, count, _ = anchor_of(data)
    _, _, foreign = anchor_of(data, IntentDomain(1, bytes(20)))
    assert code_of(verify_batch, data, digest, count, foreign, DOMAIN) == "batch.root"


def test_a_bad_record_is_skipped_alone():
    good = Intent(1, Kind.POST, ZERO_WORD, b"\1" * 32, 5)
    bad_subject = Intent(1, Kind.POST, b"\1" * 32, b"\1" * 32, 5)
    unknown_kind = encode_record(good)[:8] + b"\x63" + encode_record(good)[9:]
    data = b"".join(
        record + GOOD for record in (encode_record(good), unknown_kind, encode_record(bad_subject))
    )
    data += encode_record(Intent(2, Kind.POST, ZERO_WORD, b"\1" * 32, 5)) + bytes(65)
    records = verify_batch(data, *anchor_of(data), DOMAIN)
    codes = [record.refusal and record.refusal.exact_code for record in records]
    assert codes == [None, "intent.kind", "intent.subject", "signature.malformed"]
    assert [record.intent for record in records] == [good, None, None, None]


def test_vectors_hold():
    golden = vectors("batch")
    for case in golden["cases"]:
        arguments = (
            unhex(case["bytes"]),
            unhex(case["batchDigest"]),
            case["count"],
            unhex(case["root"]),
            DOMAIN,
        )
        if case["code"]:
            assert code_of(verify_batch, *arguments) == case["code"], case["name"]
            continue
        records = verify_batch(*arguments)
        assert [record.intent_id for record in records] == [unhex(text) for text in case["ids"]]
        codes = [record.refusal and record.refusal.exact_code for record in records]
        assert codes == case["codes"], case["name"]

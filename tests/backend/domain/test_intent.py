import pytest
from domain_strategies import DOMAIN, any_intents, unhex, vectors, words
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.intent import (
    Intent,
    IntentDomain,
    decode_head,
    decode_record,
    encode_head,
    encode_record,
    intent_id,
    record_id,
)
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.typed_data import intent_to_wallet
from hashtagspace.errors import InvalidIntent

WORD = b"\x01" * 32


def code_of(call, *arguments):
    with pytest.raises(InvalidIntent) as caught:
        call(*arguments)
    return caught.value.exact_code


@pytest.mark.parametrize("length", [0, 80, 82, 146])
def test_a_record_of_another_length_is_refused(length):
    assert code_of(decode_record, bytes(length)) == "intent.length"


@pytest.mark.parametrize("kind", [0, 15, 16, 255])
def test_an_unknown_kind_is_refused(kind):
    assert code_of(decode_record, bytes(8) + bytes((kind,)) + bytes(72)) == "intent.kind"


@pytest.mark.parametrize(("profile", "created_at_ms"), [(2**64, 0), (0, 2**64), (-1, 0), (0, -1)])
def test_numbers_beyond_uint64_are_refused(profile, created_at_ms):
    assert code_of(encode_record, Intent(profile, Kind.POST, WORD, WORD, created_at_ms)) == "intent.range"


def test_words_of_another_length_are_refused():
    assert code_of(encode_record, Intent(1, Kind.POST, b"", WORD, 0)) == "intent.length"
    assert code_of(encode_record, Intent(1, Kind.POST, WORD, WORD + b"\0", 0)) == "intent.length"


@given(any_intents, st.integers(17, 31), st.integers(1, 255))
def test_a_head_with_padding_is_refused(intent, at, value):
    head = bytearray(encode_head(intent))
    head[at] = value
    assert code_of(decode_head, bytes(head), intent.subject, intent.content) == "intent.head"


def test_a_head_of_another_length_is_refused():
    assert code_of(decode_head, bytes(31), WORD, WORD) == "intent.head"


def test_a_domain_takes_an_address():
    with pytest.raises(ValueError, match="20 bytes"):
        IntentDomain(1, bytes(32))


@given(any_intents)
def test_record_and_head_give_the_intent_back(intent):
    assert decode_record(encode_record(intent)) == intent
    assert decode_head(encode_head(intent), intent.subject, intent.content) == intent
    assert len(encode_record(intent)) == 81


@given(st.binary(min_size=81, max_size=81))
def test_a_record_that_decodes_encodes_to_itself(record):
    if record[8] in range(1, 15):
        assert encode_record(decode_record(record)) == record
    else:
        assert code_of(decode_record, record) == "intent.kind"


@given(any_intents)
def test_the_id_is_what_a_wallet_signs(intent):
    signable = encode_typed_data(full_message=intent_to_wallet(intent, DOMAIN))
    assert intent_id(intent, DOMAIN) == keccak(b"\x19" + signable.version + signable.header + signable.body)


@given(any_intents, st.integers(0, 647))
def test_every_bit_of_a_record_moves_its_id(intent, bit):
    record = encode_record(intent)
    changed = (int.from_bytes(record, "big") ^ 1 << bit).to_bytes(81, "big")
    assert record_id(changed, DOMAIN) != record_id(record, DOMAIN)


@given(any_intents, words)
def test_another_chain_or_registry_gives_another_id(intent, word):
    elsewhere = IntentDomain(DOMAIN.chain_id + 1, DOMAIN.post_registry)
    other = IntentDomain(DOMAIN.chain_id, word[:20])
    assert len({intent_id(intent, domain) for domain in (DOMAIN, elsewhere, other)}) == 3


def test_vectors_hold():
    golden = vectors("intent")
    domain = IntentDomain(int(golden["chainId"]), unhex(golden["postRegistry"]))
    for index, record in enumerate(golden["record"]):
        intent = decode_record(unhex(record))
        assert intent.profile == int(golden["profile"][index])
        assert intent.created_at_ms == int(golden["createdAt"][index])
        assert encode_head(intent) == unhex(golden["head"][index])
        assert intent_id(intent, domain) == unhex(golden["id"][index])


def test_a_post_and_its_zero_subject_stay_readable():
    post = Intent(7, Kind.POST, ZERO_WORD, WORD, 1_790_000_000_000)
    assert encode_record(post).hex() == "0000000000000007" + "01" + "00" * 32 + "01" * 32 + "000001a0c4506c00"

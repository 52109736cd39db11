"""What a business keeps on disk: there again after a restart, private, and honest about damage."""

from dataclasses import replace

import pytest
from fair import code_of
from hypothesis import given
from hypothesis import strategies as st

from golden.terms_samples import sample_terms
from hashtagspace.client.buyer_store import BuyerStore
from hashtagspace.client.kept_deals import KeptDeal, KeptEpoch, KeptKey, decode_kept, encode_kept
from hashtagspace.client.offering import DAY, OfferDraft, prepare_offer
from hashtagspace.client.private_files import find_private_file, write_private_file
from hashtagspace.domain.consent import Consent
from hashtagspace.market.derivation import MarketPlace
from hashtagspace.market.dleq import Proof

CONSENT = Consent(
    b"\x01" * 32, 7, b"\x02" * 20, 3, 4, b"\x05" * 32, b"\x06" * 32, 7, 0, 8, 1, b"\x09" * 32, bytes(32),
    b"\x0a" * 32,
)  # fmt: skip
KEPT = KeptDeal(CONSENT, b"\x01" * 65, '{"type":"selection"}', b"\x02" * 32)
numbers = st.integers(0, 2**256 - 1)
proofs = st.builds(Proof, *[numbers] * 7)
keys = st.builds(KeptKey, numbers, st.integers(0, 1), st.none() | proofs)
epochs = st.builds(
    KeptEpoch, st.integers(0, 254), numbers, st.integers(0, 1), st.binary(min_size=32, max_size=32), keys
)


@given(st.none() | keys, st.lists(epochs, max_size=3), st.none() | st.text(st.characters(codec="utf-8")))
def test_a_deal_is_read_as_it_was_written(key, kept_epochs, statement):
    kept = replace(KEPT, key=key, epochs=tuple(kept_epochs), statement=statement)
    assert decode_kept(encode_kept(kept)) == kept


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"consent":{}}'])
def test_a_damaged_deal_is_told(data):
    assert code_of(lambda: decode_kept(data)) == "client.kept_deal"


def test_a_deal_whose_consent_was_changed_on_disk_is_told():
    data = encode_kept(KEPT).replace(b'"price":"3"', b'"price":"x"')
    assert code_of(lambda: decode_kept(data)) == "client.kept_deal"


@pytest.fixture
def store(tmp_path):
    return BuyerStore(tmp_path / "kept")


@pytest.fixture
def prepared():
    draft = OfferDraft(sample_terms(), 10**20, 30 * DAY, 10)
    return prepare_offer(draft, b"\x01" * 20, b"\x02" * 32, MarketPlace(1, b"\x03" * 20), 1_790_000_000_000)


def test_an_offer_is_there_again(store, prepared, tmp_path):
    assert store.list_offers() == []
    store.keep_offer(prepared)
    again = BuyerStore(tmp_path / "kept")
    assert again.list_offers() == [prepared.offer]
    kept = again.get_offer(prepared.offer)
    assert (kept.on_chain, kept.document) == (prepared.on_chain, prepared.document)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"salt":"0x12"}'])
def test_a_damaged_offer_is_told(store, prepared, tmp_path, text):
    store.keep_offer(prepared)
    (tmp_path / "kept" / prepared.offer.hex() / "offer.json").write_text(text)
    assert code_of(lambda: store.get_offer(prepared.offer)) == "client.kept_offer"


def test_an_offer_that_is_not_here_is_told(store):
    assert code_of(lambda: store.get_offer(b"\x09" * 32)) == "offer.not_kept"


def test_deals_envelopes_and_seen_points_are_kept_by_their_offer(store):
    store.keep_deal(KEPT)
    store.keep_envelope(CONSENT.offer, KEPT.deal, 0, b"sealed")
    store.keep_envelope(CONSENT.offer, KEPT.deal, 3, b"sealed 3")
    assert list(store.list_deals(CONSENT.offer)) == [KEPT]
    assert list(store.list_deals(b"\x07" * 32)) == []
    assert store.find_deal(CONSENT.offer, b"\x07" * 32) is None
    assert store.find_envelope(CONSENT.offer, KEPT.deal, 3) == b"sealed 3"
    assert store.drop_records(CONSENT.offer, KEPT.deal) == 2
    assert store.find_envelope(CONSENT.offer, KEPT.deal, 0) is None
    store.keep_seen({2**256 - 1: KEPT.deal})
    assert store.map_seen() == {2**256 - 1: KEPT.deal}


@pytest.mark.parametrize("text", ["", "[]", '{"zz":"11"}', '{"11":7}'])
def test_a_damaged_list_of_seen_points_is_told(store, tmp_path, text):
    store.keep_seen({})
    (tmp_path / "kept" / "seen.json").write_text(text)
    assert code_of(store.map_seen) == "client.kept_offer"


def test_a_private_file_is_whole_private_and_replaced(tmp_path):
    path = tmp_path / "deep" / "file"
    assert find_private_file(path) is None
    write_private_file(path, b"one")
    write_private_file(path, b"two")
    assert find_private_file(path) == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["file"]


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert code_of(lambda: write_private_file(tmp_path / "file" / "x", b"")) == "client.disk"
    assert code_of(lambda: find_private_file(tmp_path)) == "client.disk"

"""The attacks that the formats were shaped by, each stopped by the domain alone."""

from hashlib import sha256

import pytest
from domain_strategies import DOMAIN
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.authorisation import CustodyPeriod, KeyGrant, is_authorised
from hashtagspace.domain.batch import decode_batch, encode_batch, verify_batch
from hashtagspace.domain.intent import (
    Intent,
    SignedIntent,
    decode_head,
    encode_head,
    encode_record,
    intent_id,
    record_id,
)
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_levels, build_root, is_included
from hashtagspace.domain.order import Version, sort_ms, wins
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.domain.signature import CURVE_ORDER, verify_form
from hashtagspace.domain.validity import judge
from hashtagspace.errors import InvalidBatch, InvalidIntent

ADA, BOB, KEY, THIEF = (bytes((byte,)) * 20 for byte in (0xA1, 0xB2, 0xCE, 0xEE))
SIGNATURE = bytes(31) + b"\1" + bytes(31) + b"\1" + b"\x1b"
NOW = 1_790_000_000
DAY = 24 * 3600
POST_BIT = 1 << Kind.POST


def post(number, created_at_ms=NOW * 1000, profile=1):
    return Intent(profile, Kind.POST, ZERO_WORD, bytes((number,)) * 32, created_at_ms)


def batch_of(*intents):
    return encode_batch([SignedIntent(intent, SIGNATURE) for intent in intents])


def root_of(data):
    return build_root([record_id(entry.record, DOMAIN) for entry in decode_batch(data)])


class TestCopiedRoot:
    """Somebody anchors a root he saw, to spoil the honest batch or to pass his own off under it."""

    honest = batch_of(post(1), post(2), post(3))
    root = root_of(honest)

    @pytest.mark.parametrize(
        ("data", "digest_of", "count", "code"),
        [
            (batch_of(post(9)), batch_of(post(9)), 1, "batch.root"),
            (honest, batch_of(post(9)), 3, "batch.digest"),
            (honest, honest, 2, "batch.length"),
            (honest[146:] + honest[:146], honest[146:] + honest[:146], 3, "batch.root"),
        ],
        ids=["own batch", "own digest", "own count", "own order"],
    )
    def test_a_copied_root_with_anything_else_changed_is_void(self, data, digest_of, count, code):
        with pytest.raises(InvalidBatch) as caught:
            verify_batch(data, sha256(digest_of).digest(), count, self.root, DOMAIN)
        assert caught.value.exact_code == code

    def test_a_full_copy_says_what_the_original_says(self):
        anchor = (sha256(self.honest).digest(), 3, self.root, DOMAIN)
        assert verify_batch(self.honest, *anchor) == verify_batch(self.honest, *anchor)

    def test_a_node_of_the_tree_is_no_leaf_of_it(self):
        leaves = [intent_id(post(number), DOMAIN) for number in range(1, 5)]
        levels = build_levels(leaves)
        node, preimage = levels[1][0], b"".join(sorted(leaves[:2]))
        assert is_included(levels[2][0], node, [levels[1][1]])  # as a hash it does lead to the root,
        assert node == keccak256(preimage)  # but it is the hash of two leaves,
        assert not preimage.startswith(DOMAIN.prefix)  # and every intent id hashes this prefix first


class TestWithheldBatch:
    """A thief anchors a root, waits until the key is revoked, and only then shows the bytes."""

    custodies = (CustodyPeriod(ADA, NOW - DAY),)

    def grant(self, void_from=None):
        return KeyGrant(KEY, NOW - DAY, NOW + 30 * DAY, POST_BIT, 0, void_from)

    def test_what_was_anchored_after_the_moment_of_theft_is_void(self):
        stolen_at, anchored_at = NOW, NOW + 60
        assert is_authorised(self.custodies, self.grant(), KEY, Kind.POST, anchored_at)
        assert not is_authorised(self.custodies, self.grant(stolen_at), KEY, Kind.POST, anchored_at)

    def test_what_was_anchored_before_stands(self):
        assert is_authorised(self.custodies, self.grant(NOW), KEY, Kind.POST, NOW - 1)

    def test_a_revocation_wins_in_its_own_block(self):
        assert not is_authorised(self.custodies, self.grant(NOW), KEY, Kind.POST, NOW)

    def test_dating_the_intent_before_the_revocation_does_not_help(self):
        backdated = post(1, (NOW - 3600) * 1000)
        assert judge(backdated, NOW + 60) is None
        assert not is_authorised(self.custodies, self.grant(NOW), KEY, backdated.kind, NOW + 60)

    def test_the_released_bytes_must_still_be_the_anchored_ones(self):
        held, other = batch_of(post(1)), batch_of(post(2))
        with pytest.raises(InvalidBatch):
            verify_batch(other, sha256(held).digest(), 1, root_of(held), DOMAIN)


class TestDating:
    """Somebody dates an intent to stay on top, to win every fold, or to rewrite history."""

    @given(st.integers(600_001, 2**40))
    def test_the_future_is_refused(self, ahead_ms):
        refusal = judge(post(1, NOW * 1000 + ahead_ms), NOW)
        assert refusal is not None
        assert refusal.exact_code == "intent.future"

    @given(st.integers(7 * DAY * 1000 + 1, NOW * 1000))
    def test_the_far_past_is_refused(self, behind_ms):
        refusal = judge(post(1, NOW * 1000 - behind_ms), NOW)
        assert refusal is not None
        assert refusal.exact_code == "intent.too_old"

    @given(st.integers(0, 600_000))
    def test_the_allowed_future_moves_nothing_up_a_feed(self, ahead_ms):
        assert sort_ms(NOW * 1000 + ahead_ms, NOW) == NOW * 1000

    def test_an_old_follow_released_late_does_not_undo_the_unfollow(self):
        unfollow = Version((NOW - 60) * 1000, b"\0" * 32)
        withheld_follow = Version((NOW - 3600) * 1000, b"\xff" * 32)
        assert wins(unfollow, withheld_follow)

    def test_a_date_without_end_is_refused_and_overflows_nothing(self):
        refusal = judge(post(1, 2**64 - 1), NOW)
        assert refusal is not None
        assert refusal.exact_code == "intent.future"


class TestForcedTwin:
    """A relay refuses an intent; its author puts the same one on chain without a relay."""

    def test_the_published_twin_has_the_same_id(self):
        refused = post(1)
        forced = decode_head(encode_head(refused), refused.subject, refused.content)
        assert intent_id(forced, DOMAIN) == intent_id(refused, DOMAIN)
        assert encode_record(forced) == encode_record(refused)

    def test_padding_cannot_make_a_second_twin(self):
        refused = post(1)
        padded = encode_head(refused)[:31] + b"\1"
        with pytest.raises(InvalidIntent) as caught:
            decode_head(padded, refused.subject, refused.content)
        assert caught.value.exact_code == "intent.head"

    def test_it_fits_no_batch_twice(self):
        twice = batch_of(post(1)) * 2
        with pytest.raises(InvalidBatch) as caught:
            verify_batch(twice, sha256(twice).digest(), 2, bytes(32), DOMAIN)
        assert caught.value.exact_code == "merkle.duplicate"


class TestMalleableSignature:
    """A signature has a mathematical twin; it must not pass, or a batch could be rewritten."""

    @given(st.integers(1, CURVE_ORDER // 2), st.sampled_from((27, 28)))
    def test_the_high_twin_is_malformed(self, s, v):
        r = bytes(31) + b"\1"
        verify_form(r + s.to_bytes(32, "big") + bytes((v,)))
        with pytest.raises(InvalidIntent) as caught:
            verify_form(r + (CURVE_ORDER - s).to_bytes(32, "big") + bytes((55 - v,)))
        assert caught.value.exact_code == "signature.malformed"

    def test_the_id_does_not_depend_on_the_signature(self):
        one = batch_of(post(1))
        other = one[:-1] + b"\x1c"
        assert root_of(one) == root_of(other)
        with pytest.raises(InvalidBatch):  # yet the anchored bytes do
            verify_batch(other, sha256(one).digest(), 1, root_of(one), DOMAIN)


class TestProfileIdUnderReorg:
    """A reorg reorders registrations; an id must not pass to somebody else with them."""

    def test_ids_depend_on_the_wallet_and_its_own_count_alone(self):
        registrations = [(ADA, 0), (BOB, 0), (ADA, 1)]
        before = {key: profile_id_of(*key) for key in registrations}
        after = {key: profile_id_of(*key) for key in reversed(registrations)}
        assert before == after
        assert len(set(before.values())) == 3

    @given(st.binary(min_size=20, max_size=20), st.integers(0, 1000))
    def test_another_wallet_gets_another_id(self, wallet, index):
        assert (profile_id_of(wallet, index) == profile_id_of(ADA, index)) == (wallet == ADA)


class TestCustodySoldWithLiveKeys:
    """A seller keeps a session key of the profile he sold."""

    sold = (CustodyPeriod(ADA, NOW - DAY, NOW), CustodyPeriod(BOB, NOW))
    grant = KeyGrant(KEY, NOW - DAY, NOW + 30 * DAY, POST_BIT, 0)

    @given(st.integers(0, 30 * DAY))
    def test_neither_seller_nor_his_key_signs_from_the_sale_on(self, later):
        assert not is_authorised(self.sold, self.grant, KEY, Kind.POST, NOW + later)
        assert not is_authorised(self.sold, self.grant, ADA, Kind.POST, NOW + later)
        assert is_authorised(self.sold, self.grant, BOB, Kind.POST, NOW + later)

    def test_buying_back_does_not_wake_the_key(self):
        back = (*self.sold[:1], CustodyPeriod(BOB, NOW, NOW + 60), CustodyPeriod(ADA, NOW + 60))
        assert not is_authorised(back, self.grant, KEY, Kind.POST, NOW + 120)
        assert is_authorised(back, self.grant, ADA, Kind.POST, NOW + 120)

    def test_what_was_signed_before_the_sale_stays(self):
        assert is_authorised(self.sold, self.grant, KEY, Kind.POST, NOW - 1)

    def test_a_recovery_voids_the_thief_from_the_request_on(self):
        recovered = (CustodyPeriod(THIEF, NOW - DAY, NOW), CustodyPeriod(ADA, NOW + 7 * DAY))
        assert not is_authorised(recovered, self.grant, THIEF, Kind.POST, NOW + DAY)
        assert not is_authorised(recovered, self.grant, KEY, Kind.POST, NOW + DAY)
        assert not is_authorised(recovered, self.grant, ADA, Kind.POST, NOW + DAY)
        assert is_authorised(recovered, None, ADA, Kind.POST, NOW + 7 * DAY)

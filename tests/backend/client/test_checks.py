"""Answers that are not what they should be: the check of that name refuses each before it costs anything."""

import secrets
from dataclasses import fields, replace

import pytest
from deployed import UNIT
from fair import EXACT
from forged import Forger, retold

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.market_calls import encode_accept
from hashtagspace.domain.attestation import Attestation, attestation_digest
from hashtagspace.domain.consent import Consent
from hashtagspace.domain.market_events import ConsentGiven
from hashtagspace.market.blinding import build_commitment
from hashtagspace.market.consent_json import spell_consent
from hashtagspace.market.envelope import EnvelopePlace
from hashtagspace.market.roots import build_root
from hashtagspace.market.selection import AttestedBy, build_selection, parse_selection

pytestmark = pytest.mark.anvil


@pytest.fixture(scope="module")
def forger(fair):
    offer = fair.offer()
    return Forger(fair, offer, fair.answer(offer))


@pytest.fixture(scope="module")
def contestable(fair):
    offer = fair.offer(garbage_seconds=3_600)
    return Forger(fair, offer, fair.answer(offer))


def altered(consent, name):
    value = getattr(consent, name)
    if isinstance(value, bytes):
        return replace(consent, **{name: bytes((value[0] ^ 1,)) + value[1:]})
    return replace(consent, **{name: value ^ 1})


def test_the_honest_answer_holds(forger, contestable):
    assert forger.problems(forger.honest) == []
    assert contestable.problems(contestable.honest) == []


@pytest.mark.parametrize("name", [one.name for one in fields(Consent)])
def test_a_consent_altered_in_one_field_is_not_the_one_that_was_signed(forger, name):
    """Neither here nor on the chain."""
    changed = altered(forger.consent, name)
    told = forger.problems(retold(forger.honest, consent=spell_consent(changed)))
    assert "signature" in told
    data = encode_accept([changed], [bytes.fromhex(forger.honest.signature[2:])])
    mined = forger.fair.market.transact(forger.fair.buyer.wallet, data)
    skipped = forger.fair.market.logs.list_deals([forger.deal], mined.block_number)
    assert not [one for one in skipped if isinstance(one.event, ConsentGiven)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"offer": bytes(32)}, {"deal"}),
        ({"terms": b"\x01" * 32}, {"terms"}),
        ({"qx": 1}, {"terms"}),
        ({"q_parity": 2}, {"terms"}),
        ({"payee": bytes(20)}, {"payment"}),
        ({"price": 0}, {"payment", "selection"}),
        ({"price": 3 * UNIT}, {"selection"}),
        ({"valid_until": 1}, {"time"}),
        ({"xx": 0}, {"commitment"}),
        ({"xx": 5}, {"commitment"}),  # 5 is the x of no point
        ({"x_parity": 3}, {"commitment"}),
        ({"receipt": b"\x01" * 32}, {"receipt"}),
        ({"ct_root": b"\x01" * 32}, {"ciphertext"}),
        ({"pt_root": b"\x01" * 32}, {"leaves"}),
    ],
)
def test_a_consent_that_was_signed_with_something_wrong(forger, changes, told):
    """A well made signature does not help."""
    found = set(forger.problems(forger.response(replace(forger.consent, **changes))))
    assert told <= found
    assert "signature" not in found


def test_a_payee_that_is_the_market_is_nobody(forger):
    consent = replace(forger.consent, payee=forger.fair.market.deployment.data_market)
    assert "payment" in forger.problems(forger.response(consent))


def test_a_profile_that_signs_for_another_one(forger):
    other = forger.fair.person()
    consent = replace(forger.consent, profile=other.vault.profile)
    assert "signature" in forger.problems(forger.response(consent))
    assert "signature" in forger.problems(
        forger.response(signature=forger.sign(forger.consent, Wallet.create()))
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": {}},
        {"consent": {"offer": "0x12"}},
        {"signature": "0x1"},
        {"signature": "zz"},
    ],
)
def test_a_response_that_does_not_read(forger, changes):
    assert forger.problems(retold(forger.honest, **changes)) == ["form"]


def test_a_response_under_another_deal_s_id(forger):
    assert forger.problems(forger.response(deal_id="0x" + "00" * 32)) == ["deal"]
    assert forger.problems(forger.response(profile_id="1")) == ["deal"]


def test_ciphertext_that_cannot_be_had(forger):
    assert forger.problems(forger.response(envelope="b" + "a" * 58)) == ["envelope"]


def test_an_envelope_for_another_deal_or_epoch(forger):
    for place in (EnvelopePlace(b"\x01" * 32, 0), EnvelopePlace(forger.deal, 1)):
        assert forger.problems(forger.response(place=place)) == ["opened"]


def test_an_envelope_that_was_changed_on_the_way(forger):
    blob = bytearray(forger.fair.gateway.blobs.get(forger.honest.envelope))
    blob[-1] ^= 1
    cid = forger.fair.gateway.blobs.put(bytes(blob))
    assert forger.problems(forger.response(envelope=cid)) == ["opened"]


def test_another_ciphertext_than_the_one_signed(forger):
    record = bytearray(forger.contents.record)
    record[100] ^= 1
    contents = replace(forger.contents, record=bytes(record))
    assert forger.problems(forger.response(contents=contents)) == ["ciphertext"]


def test_a_record_larger_than_the_terms_allow(forger):
    assert "ciphertext" in forger.problems(forger.with_record(bytes(256 * 1024)))


def test_no_record_at_all(forger):
    contents = replace(forger.contents, record=b"", leaves=None)
    assert "ciphertext" in forger.problems(forger.response(contents=contents))


def test_without_a_plaintext_root_nothing_could_be_contested(contestable):
    contents = replace(contestable.contents, leaves=None)
    consent = replace(contestable.consent, pt_root=bytes(32))
    assert contestable.problems(contestable.response(consent, contents)) == ["leaves"]


def test_leaves_that_are_not_those_signed(contestable):
    other = (b"\x01" * 32, *contestable.contents.leaves[1:])
    assert contestable.problems(
        contestable.response(contents=replace(contestable.contents, leaves=other))
    ) == ["leaves"]
    consent = replace(contestable.consent, pt_root=build_root(other))
    swapped = contestable.response(consent, replace(contestable.contents, leaves=other))
    assert contestable.problems(swapped) == []  # a promise like any other: broken, it can be contested


def test_leaves_without_a_root(forger):
    contents = replace(
        forger.contents, leaves=tuple(bytes(32) for _ in range(len(forger.contents.record) // 256))
    )
    assert forger.problems(forger.response(contents=contents)) == ["leaves"]


def test_a_selection_that_was_not_signed(forger):
    contents = replace(forger.contents, selection=forger.contents.selection.replace("exact", "bracket"))
    assert forger.problems(forger.response(contents=contents)) == ["receipt"]


def selection_of(forger):
    return parse_selection(forger.contents.selection.encode())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: replace(s, kinds=s.kinds[:1]), "selection"),
        (lambda s: replace(s, kinds=(replace(s.kinds[0], category="contact"), s.kinds[1])), "selection"),
        (lambda s: replace(s, kinds=(replace(s.kinds[0], fields=()), s.kinds[1])), "selection"),
        (lambda s: replace(s, kinds=(replace(s.kinds[0], granularity=EXACT), s.kinds[1])), "shown"),
        (lambda s: replace(s, profile=s.profile + 1), "selection"),
        (lambda s: replace(s, offer=bytes(32)), "selection"),
        (lambda s: replace(s, shown=bytes(32)), "shown"),
    ],
)
def test_a_selection_that_was_signed_with_something_wrong(forger, change, told):
    text = build_selection(change(selection_of(forger))).decode()
    assert told in forger.problems(forger.with_selection(text))


def test_a_selection_that_does_not_read(forger):
    assert forger.problems(forger.with_selection("{}")) == ["receipt"]


def test_an_attestation_by_a_stranger_or_of_another_record(fair, forger):
    attester = Wallet.create()
    offer = fair.offer(terms={"attesters": (attester.address,), "min_kinds": 1, "max_kinds": 2},
                       garbage_seconds=3_600)  # fmt: skip
    made = Forger(fair, offer, fair.answer(offer, choices={"interests": EXACT}))

    def attested(signer, pt_root):
        form = Attestation(made.consent.profile, pt_root, "interests", 1_790_000_000)
        signature = signer.sign_digest(attestation_digest(form, fair.market.domain))
        by = AttestedBy(attester.address, pt_root, "interests", 1_790_000_000, signature)
        return made.with_selection(build_selection(replace(selection_of(made), attestation=by)).decode())

    assert made.problems(attested(attester, made.consent.pt_root)) == []
    assert made.problems(attested(Wallet.create(), made.consent.pt_root)) == ["attestation"]
    assert made.problems(attested(attester, b"\x01" * 32)) == ["attestation"]
    named = replace(selection_of(forger), kinds=selection_of(forger).kinds[:1])
    by = AttestedBy(Wallet.create().address, bytes(32), named.kinds[0].category, 1, bytes(65))
    text = build_selection(replace(named, attestation=by)).decode()
    assert "selection" in forger.problems(forger.with_selection(text))


def test_a_thief_who_shows_another_person_s_x_is_second_and_stays_it(forger):
    """Also when the thief's answer comes alone the next day: X are remembered on disk."""
    fair, seen = forger.fair, {}
    assert forger.problems(forger.honest, seen) == []
    thief = Forger(fair, forger.offer, fair.answer(forger.offer))
    copied = replace(thief.consent, xx=forger.consent.xx, x_parity=forger.consent.x_parity)
    assert thief.problems(thief.response(copied), seen) == ["commitment"]
    fair.buyer.check(forger.offer, [forger.honest])
    (verdict,) = type(fair.buyer)(
        fair.market, fair.buyer.wallet, fair.buyer._market_key, fair.buyer.store._folder
    ).check(forger.offer, [thief.response(copied)])
    assert [check.name for check in verdict.problems] == ["commitment"]


def test_an_unsigned_answer_cannot_occupy_somebody_s_x(forger):
    seen = {}
    stranger = Forger(forger.fair, forger.offer, forger.fair.answer(forger.offer))
    copied = replace(stranger.consent, xx=forger.consent.xx, x_parity=forger.consent.x_parity)
    assert "signature" in stranger.problems(stranger.response(copied, signature=bytes(65)), seen)
    assert forger.problems(forger.honest, seen) == []


def test_a_consent_that_has_a_minute_left_is_not_sent(fair):
    offer = fair.offer()
    made = Forger(fair, offer, fair.answer(offer, valid_seconds=50))
    assert made.problems(made.honest) == ["time"]


def test_a_level_that_nobody_has_yet(fair):
    """On a network without personhood everybody has level 0."""
    offer = fair.offer()
    made = Forger(fair, offer, fair.answer(offer))
    made.expected = replace(made.expected, on_chain=replace(made.expected.on_chain, min_level=1))
    assert "level" in made.problems(made.honest)


def test_random_points_are_points(forger):
    point = build_commitment(int.from_bytes(secrets.token_bytes(31), "big") + 1)
    consent = replace(forger.consent, xx=point.x, x_parity=point.parity)
    assert forger.problems(forger.response(consent)) == []

"""Attested records: what an attester signed is sold, byte for byte, and the buyer sees whose word it is."""

import json
from dataclasses import replace

import pytest
from deployed import UNIT
from fair import DAY, EXACT, YESNO, code_of

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.attesting import Attester, keep_attestation
from hashtagspace.domain.attestation import Attestation, attestation_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.terms import Ask, Question
from hashtagspace.market.attested import build_attestation, list_attestations, parse_attestation
from hashtagspace.market.record_values import parse_value
from hashtagspace.market.selection import parse_selection

pytestmark = pytest.mark.anvil
CHOICE = {"interests": EXACT}
OLD_ENOUGH = Ask("demographics", YESNO, UNIT, ("birth_year",), (Question("birth_year", least=30),))


@pytest.fixture
def bank():
    return Wallet.create()


def open_attested(fair, *attesters, **changes):
    """An offer that trusts these attesters and takes one kind."""
    terms = {"attesters": tuple(one.address for one in attesters), "min_kinds": 1, "max_kinds": 1}
    return fair.offer(**{"garbage_seconds": 3_600, "terms": terms, **changes})


def attest(fair, seller, offer, signer, choice=("interests", EXACT)):
    """The file that comes back from the attester."""
    request = seller.request_attestation(seller.get_offer(offer), *choice)
    attester = Attester(signer, fair.market.domain)
    return attester.attest(attester.read(request), 1_790_000_000)


def draft_of(seller, offer, choices=CHOICE, **options):
    return seller.draft(seller.get_offer(offer), choices, **options)


def change(data, **members):
    """The file with other members."""
    return json.dumps({**json.loads(data), **members}, separators=(",", ":")).encode()


def test_what_was_attested_is_sold_and_the_buyer_sees_by_whom(fair, bank):
    offer, seller = open_attested(fair, bank), fair.person()
    request = Attester(bank, fair.market.domain).read(
        seller.request_attestation(seller.get_offer(offer), "interests", EXACT)
    )
    assert b"sport.climbing" in request.bundle  # the attester sees what is signed
    assert (request.kind.profile, request.kind.offer) == (seller.vault.profile, offer)
    record = seller.keep_attestation(Attester(bank, fair.market.domain).attest(request, 1_790_000_000))
    assert record.category == "interests"
    draft = draft_of(seller, offer)
    assert draft.attested.kept.attester == bank.address
    seller.answer(draft)
    (verdict,) = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    assert {check.name: check.detail for check in verdict.problems} == {}
    assert verdict.selection.attestation.attester == bank.address
    assert verdict.consent.pt_root == request.pt_root
    assert [one.ok for one in fair.buyer.accept(offer, [verdict])] == [True]
    fair.finalise()
    assert [due.step for due in seller.deliver_due()] == ["delivered"]
    (collected,) = fair.buyer.collect(offer)
    assert (collected.outcome, collected.bundle.day) == ("opened", request.kind.day)
    fair.anvil.move_time(3_601)
    seller.settle(offer)
    assert fair.state(offer, seller) is DealState.SETTLED


def test_a_yes_holds_for_the_day_it_was_attested(fair, bank):
    offer, seller = open_attested(fair, bank, asks=(OLD_ENOUGH,)), fair.person()
    data = attest(fair, seller, offer, bank, ("demographics", YESNO))
    seller.keep_attestation(data)
    fair.anvil.move_time(3 * DAY)
    fair.answer(offer, seller, {"demographics": YESNO})
    (verdict,) = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    assert verdict.ok
    assert verdict.consent.pt_root == parse_attestation(data).pt_root


def test_a_stranger_another_profile_another_record_and_a_forged_signature_are_refused(fair, bank):
    offer, seller, other = open_attested(fair, bank), fair.person(), fair.person()
    good, stranger = attest(fair, seller, offer, bank), Wallet.create()
    files = {
        "attestation.attester": attest(fair, seller, offer, stranger),
        "attestation.signature": change(attest(fair, seller, offer, stranger), attester=_hex(bank.address)),
        "attestation.profile": attest(fair, other, offer, bank),
        "attestation.form": change(good, ptRoot="0x12"),
        "attestation.json": good[:-1],
        "attestation.altered": change(good, seed="0x" + "11" * 32),
        "offer.unknown": change(good, offer="0x" + "22" * 32),
    }
    for code, data in files.items():
        assert code_of(lambda data=data: seller.keep_attestation(data)) == code
    for member, value in {
        "issuedAt": 1_790_000_001,
        "ptRoot": "0x" + "33" * 32,
        "category": "location",
    }.items():
        refused = change(good, **{member: value})
        assert code_of(lambda data=refused: seller.keep_attestation(data)) == "attestation.signature"
    elsewhere = TypedDomain(fair.market.domain.chain_id + 1, fair.market.domain.contract)
    request = Attester(bank, elsewhere).read(
        seller.request_attestation(seller.get_offer(offer), "interests", EXACT)
    )
    foreign = Attester(bank, elsewhere).attest(request, 1)
    assert code_of(lambda: seller.keep_attestation(foreign)) == "attestation.signature"
    assert all(record.attestation is None for record in seller.vault.records)


def test_a_record_that_was_changed_after_it_was_attested_is_refused_before_anything_is_signed(fair, bank):
    offer, seller = open_attested(fair, bank), fair.person()
    record = seller.keep_attestation(attest(fair, seller, offer, bank))
    seller.vault.values[record.record_id] = parse_value(
        "interests", {"fields": {"topics": ["sport.football"]}}
    )
    assert code_of(lambda: draft_of(seller, offer)) == "attestation.altered"
    assert code_of(lambda: seller.keep_attestation(attest_again(seller))) == "attestation.altered"
    assert seller.vault.deals == []
    plain = draft_of(seller, offer, is_attested=False)
    assert plain.attested is None
    seller.answer(plain)
    (verdict,) = fair.buyer.check(offer, fair.buyer.list_responses(offer))
    assert verdict.ok
    assert verdict.selection.attestation is None


def attest_again(seller):
    """The attestation that the vault keeps, as its file."""
    (kept,) = [one for record in seller.vault.records for one in list_attestations(record.attestation)]
    return build_attestation(kept)


def test_what_a_vault_was_made_to_keep_is_checked_again_before_it_is_sold(fair, bank):
    offer, seller = open_attested(fair, bank), fair.person()
    record = seller.keep_attestation(attest(fair, seller, offer, bank))
    (kept,) = list_attestations(record.attestation)
    entry = record.attestation["items"][0]
    for member, value, code in (
        ("attester", _hex(Wallet.create().address), "attestation.attester"),
        ("signature", _hex(bytes(65)), "attestation.signature"),
        ("profile", "77", "attestation.profile"),
    ):
        seller.vault.records = [
            replace(one, attestation={**record.attestation, "items": [{**entry, member: value}]})
            if one.record_id == record.record_id
            else one
            for one in seller.vault.records
        ]
        assert code_of(lambda: draft_of(seller, offer)) == code
    assert kept.kind.offer == offer


def test_an_offer_without_time_to_contest_takes_no_attested_record(fair, bank):
    seller = fair.person()
    for changes in ({"garbage_seconds": 0}, {"garbage_seconds": 0, "epochs": 3, "deliver_seconds": DAY}):
        offer = open_attested(fair, bank, **changes)
        opened = seller.get_offer(offer)
        assert code_of(lambda opened=opened: seller.request_attestation(opened, "interests", EXACT)) == (
            "attestation.offer"
        )


def test_an_attestation_for_one_offer_is_not_sold_to_another(fair, bank):
    first, second, seller = open_attested(fair, bank), open_attested(fair, bank), fair.person()
    data = attest(fair, seller, first, bank)
    opened = seller.get_offer(second)
    assert code_of(lambda: keep_attestation(fair.market, seller.vault, opened, data)) == "attestation.offer"
    seller.keep_attestation(data)
    assert draft_of(seller, second).attested is None
    seller.keep_attestation(attest(fair, seller, second, bank))
    assert draft_of(seller, first).attested.kept.kind.offer == first  # both are kept
    assert draft_of(seller, second).attested.kept.kind.offer == second


def test_an_attested_record_is_sold_alone(fair, bank):
    terms = {"attesters": (bank.address,), "min_kinds": 1, "max_kinds": 2}
    offer, seller = open_attested(fair, bank, terms=terms), fair.person()
    seller.keep_attestation(attest(fair, seller, offer, bank))
    both = draft_of(seller, offer, {**CHOICE, "location": EXACT})
    assert both.attested is None
    prepared = seller.prepare(both)
    assert parse_selection(prepared.secret.selection.encode()).attestation is None


def test_the_attester_signs_what_the_buyer_computes(fair, bank):
    offer, seller = open_attested(fair, bank), fair.person()
    kept = parse_attestation(attest(fair, seller, offer, bank))
    form = Attestation(seller.vault.profile, kept.pt_root, "interests", 1_790_000_000)
    assert bank.sign_digest(attestation_digest(form, fair.market.domain)) == kept.signature


def _hex(data):
    return "0x" + data.hex()

"""Responses: what a gateway refuses, who may read them, what replaces what."""

from dataclasses import replace

import pytest
from depot_world import BUSINESS, CALLER, DepotWorld, open_depot_world
from market_stall import UNIT, digest

from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.consent import deal_id
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.errors import Conflict, HashtagspaceError, InvalidContent, NotFound, Refused
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.store.read_feeds import END, FeedKey
from hashtagspace.store.read_people import write_terms


def code_of(place: DepotWorld, submission, kind: type[HashtagspaceError]) -> str:
    with pytest.raises(kind) as caught:
        place.depot.keep_response(submission, CALLER)
    return caught.value.exact_code


def test_a_response_reaches_the_buyer_word_for_word(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    sent = place.response(offer, ann)
    assert place.depot.keep_response(sent, CALLER) == deal_id(offer, ann.profile)
    (row,) = place.depot.list_responses(offer, place.access(), END, 10)
    assert (row.consent, row.signature, row.envelope) == (sent.consent, sent.signature, sent.envelope)
    assert row.deal == deal_id(offer, ann.profile)


def test_a_later_response_replaces_the_earlier_one(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    place.respond(offer, ann)
    place.wait(1)
    place.respond(offer, ann, price=7 * UNIT, envelope=place.blob("another"))
    (row,) = place.depot.list_responses(offer, place.access(), END, 10)
    assert (row.consent.price, row.envelope) == (7 * UNIT, place.blob("another"))


def test_an_envelope_that_was_judged_is_not_swapped(place: DepotWorld) -> None:
    """Regression: the same consent with a junk envelope, between the buyer's check and the accept."""
    ann, offer = place.person("ann"), place.offer()
    good = place.response(offer, ann)
    place.depot.keep_response(good, CALLER)
    assert code_of(place, replace(good, envelope=place.blob("junk")), Conflict) == "response.answered"
    place.depot.keep_response(good, CALLER)
    (row,) = place.depot.list_responses(offer, place.access(), END, 10)
    assert row.envelope == good.envelope


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"terms": digest("others")}, "response.terms"),
        ({"qx": 5}, "response.terms"),
        ({"q_parity": 7}, "response.terms"),
        ({"payee": bytes(20)}, "response.payee"),
        ({"price": 0}, "response.price"),
        ({"valid_until": 1}, "response.expired"),
        ({"xx": 0}, "response.key"),
        ({"x_parity": 2}, "response.key"),
        ({"ct_root": bytes(32)}, "response.key"),
    ],
)
def test_what_the_market_would_not_take(place: DepotWorld, changes, code: str) -> None:
    ann, offer = place.person("ann"), place.offer()
    assert code_of(place, place.response(offer, ann, **changes), InvalidContent) == code
    assert place.waiting(offer) == []


def test_the_market_itself_is_nobody_to_pay(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    market = place.world.deployment.data_market
    assert code_of(place, place.response(offer, ann, payee=market), InvalidContent) == "response.payee"


@pytest.mark.parametrize(
    "changes", [{"ct_root": digest("record")}, {"pt_root": digest("x")}, {"x_parity": 1}]
)
def test_a_subscription_names_no_record(place: DepotWorld, changes) -> None:
    ann, offer = place.person("ann"), place.offer(epochs=3)
    assert code_of(place, place.response(offer, ann, **changes), InvalidContent) == "response.key"
    place.respond(offer, ann)


def test_unknown_offers_and_profiles(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    sent = place.response(offer, ann)
    nobody = replace(sent, consent=replace(sent.consent, profile=99))
    assert code_of(place, nobody, NotFound) == "profile.unknown"
    nowhere = replace(sent, consent=replace(sent.consent, offer=digest("no offer")))
    assert code_of(place, nowhere, NotFound) == "offer.unknown"


def test_offers_that_are_over(place: DepotWorld) -> None:
    ann = place.person("ann")
    closed, late = place.offer(), place.offer(accept_until=place.world.now() + 6)
    place.stall.close(closed, 100)
    place.world.block()
    assert code_of(place, place.response(closed, ann), Conflict) == "response.offer_over"
    assert code_of(place, place.response(late, ann), Conflict) == "response.offer_over"


def test_an_answer_is_given_once(place: DepotWorld) -> None:
    ann, bob = place.person("ann"), place.person("bob")
    offer = place.offer()
    place.stall.accept(offer, ann)
    assert code_of(place, place.response(offer, ann), Conflict) == "response.answered"
    place.stall.withdraw_consent(offer, ann, DealState.ACCEPTED)
    assert code_of(place, place.response(offer, ann), Conflict) == "response.withdrawn"
    place.stall.withdraw_consent(offer, bob)
    assert code_of(place, place.response(offer, bob), Conflict) == "response.withdrawn"


def test_only_the_custody_signs(place: DepotWorld) -> None:
    ann, eve, offer = place.person("ann"), place.person("eve"), place.offer()
    key = Wallet.create()
    place.world.authorise(ann, key)
    for signer in (eve.wallet, key, BUSINESS):
        assert code_of(place, place.response(offer, ann, signer=signer), Refused) == "response.signature"
    sent = place.response(offer, ann)
    moved = replace(sent, consent=replace(sent.consent, price=6 * UNIT))
    assert code_of(place, moved, Refused) == "response.signature"
    garbled = replace(sent, signature=b"\x01" * 65)
    assert code_of(place, garbled, Refused) == "response.signature"


def test_a_contract_wallet_is_asked(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    sent = replace(place.response(offer, ann), signature=b"whatever its code takes")
    assert code_of(place, sent, Refused) == "response.signature"
    place.wallets.contracts[ann.wallet.address] = b"whatever its code takes"
    place.depot.keep_response(sent, CALLER)


def test_the_level_that_the_offer_asks_for(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer(min_level=2)
    assert code_of(place, place.response(offer, ann), Refused) == "response.level"
    place.levels.levels[ann.profile] = 2
    place.respond(offer, ann)


def test_an_envelope_that_is_not_here(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    stranger = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
    sent = place.response(offer, ann, envelope=stranger)
    assert code_of(place, sent, InvalidContent) == "response.envelope"
    empty = place.response(offer, ann, envelope=place.depot.add_file(b""))
    assert code_of(place, empty, InvalidContent) == "response.envelope"


def test_only_the_buyer_reads(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    place.respond(offer, ann)

    def refused(access) -> str:
        with pytest.raises(Refused) as caught:
            place.depot.list_responses(offer, access, END, 10)
        return caught.value.exact_code

    assert refused(place.access(signer=ann.wallet)) == "access.signature"
    assert refused(place.access(-1)) == "access.expired"
    assert refused(place.access(3 * 86_400)) == "access.too_long"
    good = place.access(3600)
    assert refused(replace(good, deadline=good.deadline + 1)) == "access.signature"
    assert refused(replace(good, gateway="https://other.example")) == "access.signature"
    assert len(place.depot.list_responses(offer, good, END, 10)) == 1
    place.wait(3601)
    assert refused(good) == "access.expired"
    with pytest.raises(NotFound):
        place.depot.list_responses(digest("no offer"), good, END, 10)


def test_an_access_is_for_one_market(place: DepotWorld) -> None:
    ann, offer = place.person("ann"), place.offer()
    place.respond(offer, ann)
    elsewhere = place.access()
    place.world.deployment.addresses["DataMarket"] = b"\x77" * 20  # the signature names the market
    other = place.access()
    assert other.signature != elsewhere.signature
    with pytest.raises(Refused):
        place.depot.list_responses(offer, other, END, 10)


def test_pages_of_responses(place: DepotWorld) -> None:
    offer = place.offer()
    made = []
    for number in range(5):
        made.append(place.respond(offer, place.person(f"p{number:03}")))
        place.wait(1)
    seen, after = [], END
    while page := place.depot.list_responses(offer, place.access(), after, 2):
        seen += [row.deal for row in page]
        after = FeedKey(page[-1].received_at_ms, page[-1].deal)
    assert seen == made[::-1]


def test_budgets_of_callers_and_profiles(tmp_path) -> None:
    place = open_depot_world(tmp_path, budgets=Budgets(responses_per_ip_day=3, responses_per_day=4))
    offer, people = place.offer(), [place.person(f"p{number:03}") for number in range(3)]
    for person in people:
        place.respond(offer, person)
    with pytest.raises(BudgetSpent) as caught:
        place.respond(offer, people[0])
    assert caught.value.exact_code == "depot.budget"
    assert caught.value.retry_after_seconds > 0
    place.depot.keep_response(place.response(offer, people[1]), "198.51.100.1")
    with pytest.raises(BudgetSpent):
        place.depot.keep_response(place.response(offer, people[1]), "198.51.100.2")
    place.depot.close()
    place.world.projection.close()


def test_a_stranger_spends_nothing_of_the_profile(tmp_path) -> None:
    place = open_depot_world(tmp_path, budgets=Budgets(responses_per_ip_day=10, responses_per_day=1))
    offer, ann, eve = place.offer(), place.person("ann"), place.person("eve")
    for _ in range(5):
        with pytest.raises(Refused):
            place.depot.keep_response(place.response(offer, ann, signer=eve.wallet), CALLER)
    place.respond(offer, ann)
    place.depot.close()
    place.world.projection.close()


def with_people(place: DepotWorld) -> None:
    """A registry with a stake of 10 TAG in a vouch: level 1 carries 2.64 TAG, level 2 carries 12."""
    terms = PeopleTerms(b"\x01" * 20, EpochClock(place.world.now(), 3_600), *(10 * UNIT,) * 6)
    with place.world.engine.begin() as connection:
        write_terms(connection, terms)


def test_a_level_that_does_not_carry_the_price_is_refused(place: DepotWorld) -> None:
    with_people(place)
    ann, offer = place.person("ann"), place.offer(min_level=1)
    place.levels.levels[ann.profile] = 3
    assert code_of(place, place.response(offer, ann, price=3 * UNIT), Refused) == "offer.level_worth"
    place.respond(offer, ann, price=2 * UNIT)


def test_a_year_of_answers_is_carried_by_the_persons_own_level(place: DepotWorld) -> None:
    """Ten offers that a level carries one by one would pay for a fake together."""
    with_people(place)
    ann, offers = place.person("ann"), [place.offer(min_level=1) for _ in range(3)]
    place.levels.levels[ann.profile] = 1
    place.respond(offers[0], ann, price=2 * UNIT)
    place.stall.accept(offers[0], ann, price=2)
    assert code_of(place, place.response(offers[1], ann, price=2 * UNIT), Refused) == "response.earned"
    place.levels.levels[ann.profile] = 2
    place.respond(offers[1], ann, price=2 * UNIT)
    everybody = place.offer()
    place.respond(everybody, ann, price=500 * UNIT)
    place.stall.accept(everybody, ann, price=500)
    place.respond(offers[2], ann, price=2 * UNIT)  # what everybody may earn does not count


def test_what_went_back_was_not_earned(place: DepotWorld) -> None:
    with_people(place)
    ann, offers = place.person("ann"), [place.offer(min_level=1) for _ in range(2)]
    place.levels.levels[ann.profile] = 1
    deal = place.stall.accept(offers[0], ann, price=2)
    place.stall.move(deal, DealState.REFUNDED, 2)
    place.respond(offers[1], ann, price=2 * UNIT)

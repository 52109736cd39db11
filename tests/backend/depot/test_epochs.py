"""Envelopes of epochs: in their time, from the profile, for good once the key is in the chain."""

from hashlib import sha256

import pytest
from depot_world import BUSINESS, CALLER, DepotWorld
from market_stall import digest

from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import Conflict, InvalidContent, NotFound, Refused

HOUR = 3600


@pytest.fixture
def deal(place: DepotWorld) -> bytes:
    """A subscription of ann's, in its first epoch."""
    ann = place.person("ann")
    return place.stall.accept(place.offer(epochs=3, deliver_seconds=HOUR), ann)


ANN = Wallet(sha256(b"ann").digest())  # as World.person makes it


def test_an_envelope_is_told_with_its_epoch(place: DepotWorld, deal: bytes) -> None:
    sent = place.epoch(deal, 0, ANN)
    place.depot.keep_epoch_envelope(sent, CALLER)
    assert place.depot.map_envelopes([deal]) == {(deal, 0): sent.envelope}


def test_a_session_key_that_may_post(place: DepotWorld) -> None:
    person, key = place.person("bob"), Wallet.create()
    place.world.authorise(person, key)
    own = place.stall.accept(place.offer(epochs=1), person)
    place.depot.keep_epoch_envelope(place.epoch(own, 0, key), CALLER)


def test_nobody_else_signs(place: DepotWorld, deal: bytes) -> None:
    for signer in (BUSINESS, Wallet.create()):
        with pytest.raises(Refused) as caught:
            place.depot.keep_epoch_envelope(place.epoch(deal, 0, signer), CALLER)
        assert caught.value.exact_code == "epoch.signature"


@pytest.mark.parametrize("epoch", [1, 2, 3, 254])
def test_an_epoch_that_has_not_begun(place: DepotWorld, deal: bytes, epoch: int) -> None:
    with pytest.raises(InvalidContent) as caught:
        place.depot.keep_epoch_envelope(place.epoch(deal, epoch, ANN), CALLER)
    assert caught.value.exact_code == "epoch.time"


def test_it_may_be_replaced_until_the_key_is_in_the_chain(place: DepotWorld, deal: bytes) -> None:
    first, second, third = (place.epoch(deal, 0, ANN, place.blob(n)) for n in range(3))
    place.depot.keep_epoch_envelope(first, CALLER)
    place.depot.keep_epoch_envelope(second, CALLER)
    place.stall.deliver_epoch(deal, 0)
    place.depot.keep_epoch_envelope(second, CALLER)
    with pytest.raises(Conflict) as caught:
        place.depot.keep_epoch_envelope(third, CALLER)
    assert caught.value.exact_code == "epoch.kept"
    assert place.depot.map_envelopes([deal]) == {(deal, 0): second.envelope}


def test_a_subscription_that_is_over(place: DepotWorld, deal: bytes) -> None:
    place.stall.move(deal, DealState.REFUNDED, 15)
    with pytest.raises(Conflict) as caught:
        place.depot.keep_epoch_envelope(place.epoch(deal, 0, ANN), CALLER)
    assert caught.value.exact_code == "epoch.over"


def test_unknown_deals_and_envelopes(place: DepotWorld, deal: bytes) -> None:
    with pytest.raises(NotFound) as unknown:
        place.depot.keep_epoch_envelope(place.epoch(digest("none"), 0, ANN), CALLER)
    assert unknown.value.exact_code == "deal.unknown"
    stranger = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
    with pytest.raises(InvalidContent) as missing:
        place.depot.keep_epoch_envelope(place.epoch(deal, 0, ANN, stranger), CALLER)
    assert missing.value.exact_code == "epoch.envelope"


def test_a_one_time_sale_has_no_epochs(place: DepotWorld) -> None:
    person = place.person("bob")
    once = place.stall.accept(place.offer(), person)
    with pytest.raises(InvalidContent) as caught:
        place.depot.keep_epoch_envelope(place.epoch(once, 0, person.wallet), CALLER)
    assert caught.value.exact_code == "epoch.time"

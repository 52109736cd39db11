"""Records that are not what was promised: found, contested if they can be, and told if not."""

from dataclasses import replace

import pytest
from deployed import UNIT
from fair import code_of
from forged import Forger

from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.blinding import build_shared, record_key
from hashtagspace.market.derivation import derive_deal_scalar
from hashtagspace.market.keystream import mask
from hashtagspace.market.record import encode_record
from hashtagspace.market.roots import build_root, list_plain_leaves

pytestmark = pytest.mark.anvil


def accept_forged(fair, made, response):
    """The forged answer is accepted: every check holds, for the lie is in what nobody can see yet."""
    fair.gateway.responses = [response]
    verdicts = fair.buyer.check(made.offer, [response])
    assert [check.name for check in verdicts[0].problems] == []
    assert [one.ok for one in fair.buyer.accept(made.offer, verdicts)] == [True]
    secret = made.seller.vault.deals[-1]
    made.seller.vault.change(secret, consent=dict(response.consent))
    fair.finalise()
    assert [due.step for due in made.seller.deliver_due()] == ["delivered"]
    fair.finalise()


def garbage(fair):
    """A person who promised one record and sealed another."""
    offer = fair.offer(garbage_seconds=3_600)
    made = Forger(fair, offer, fair.answer(offer))
    promised = encode_record(b"something quite different")
    leaves = [list_plain_leaves(promised)[0]] * (len(made.contents.record) // 256)
    response = made.with_record(made.contents.record, tuple(leaves), build_root(leaves))
    accept_forged(fair, made, response)
    return made


def test_garbage_is_found_contested_and_paid_back(fair):
    made = garbage(fair)
    (found,) = fair.buyer.collect(made.offer)
    assert (found.outcome, found.bundle) == ("garbage", None)
    fair.buyer.contest(made.offer, made.seller.vault.profile)
    assert fair.state(made.offer, made.seller) is DealState.REFUNDED
    assert fair.market.reads.find_offer(made.offer).free == 100 * UNIT
    assert made.seller.earnings().credit == 0
    report = fair.buyer.report(made.offer)
    assert (report.contested, report.paid) == (1, 0)


def test_an_honest_record_is_never_contested_and_nothing_of_it_is_shown(fair):
    offer, seller = fair.delivered(garbage_seconds=3_600)
    fair.buyer.collect(offer)
    before = fair.anvil.head()
    assert code_of(lambda: fair.buyer.contest(offer, seller.vault.profile)) == "garbage.none"
    assert fair.anvil.head() == before


def test_garbage_is_contested_in_time_or_not_at_all(fair):
    made = garbage(fair)
    fair.buyer.collect(made.offer)
    fair.anvil.move_time(3_601)
    assert code_of(lambda: fair.buyer.contest(made.offer, made.seller.vault.profile)) == "garbage.too_late"


def test_a_deal_without_a_window_cannot_be_contested(fair):
    offer, seller = fair.delivered()
    fair.buyer.collect(offer)
    assert code_of(lambda: fair.buyer.contest(offer, seller.vault.profile)) == "garbage.window"


def test_nothing_is_contested_before_the_delivery_s_proof_was_seen(fair):
    """A lying node shows another person's X as this deal's: z·X would open that person's record."""
    made = garbage(fair)
    fair.buyer.collect(made.offer)
    kept = fair.buyer.get_deal(made.offer, made.seller.vault.profile)
    fair.buyer.store.keep_deal(replace(kept, key=replace(kept.key, proof=None)))
    before = fair.anvil.head()
    assert code_of(lambda: fair.buyer.contest(made.offer, made.seller.vault.profile)) == "garbage.unproven"
    other, _ = fair.delivered()
    fair.buyer.collect(other)
    (stranger,) = (one.consent for one in fair.buyer.store.list_deals(other))
    lie = replace(kept.consent, xx=stranger.xx, x_parity=stranger.x_parity)
    fair.buyer.store.keep_deal(replace(kept, consent=lie))
    before = fair.anvil.head()
    with pytest.raises(HashtagspaceError):
        fair.buyer.contest(made.offer, made.seller.vault.profile)
    assert fair.anvil.head() == before


def test_a_record_that_opens_to_something_else_than_was_sold_is_told(fair):
    """The leaves are honest, so nothing can be contested: the business is told what is wrong."""
    offer = fair.offer(garbage_seconds=3_600)
    made = Forger(fair, offer, fair.answer(offer))
    plain = encode_record(b'{"type":"bundle","version":1}')
    nonce = made.seller.vault.deals[-1].nonce
    x = derive_deal_scalar(made.seller.vault.vault_key(), fair.market.place, offer, nonce)
    record = bytes(mask(plain, record_key(build_shared(x), made.deal)))
    leaves = tuple(list_plain_leaves(plain))
    accept_forged(fair, made, made.with_record(record, leaves, build_root(leaves)))
    (found,) = fair.buyer.collect(offer)
    assert (found.outcome, found.bundle) == ("spoiled", None)
    assert "bundle" in found.detail

"""Contesting a record that is not what was promised: the evidence is judged at home before anyone sees it.

The evidence opens this one record to everybody. So it is built only for a delivery with a proof, it must
convince our own judge first, then the chain's in a simulation, and only then is it sent.
"""

from hashtagspace.chain.transact import Mined
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.check_steps import Expected
from hashtagspace.client.market import Market
from hashtagspace.client.market_calls import encode_garbage
from hashtagspace.client.opening import Opener, Sealed
from hashtagspace.domain.consent import consent_digest
from hashtagspace.domain.market_states import DealState
from hashtagspace.errors import Conflict, InvalidInput
from hashtagspace.market.derivation import wipe
from hashtagspace.market.garbage import Deal, build_opening, find_bad_chunk, verify_garbage
from hashtagspace.market.points import wire_point


def contest(market: Market, wallet: Wallet, expected: Expected, opener: Opener, sealed: Sealed) -> Mined:
    """The price went back to the offer.

    Raises `garbage.none` where all is as promised, `garbage.unproven` without the delivery's proof,
    `garbage.too_late`, `garbage.window` where the deal cannot be contested, `market.*`, `call.*`, `chain.*`.
    """
    consent, key = sealed.kept.consent, sealed.key
    if key.proof is None:
        raise InvalidInput(
            "The delivery's proof is not known, so contesting could open another person's record: "
            "collect again through another node.",
            code="garbage.unproven",
        )
    _verify_window(market, sealed)
    contents = opener.read_contents(sealed)
    secret = opener.record_key(sealed, contents)
    bad = find_bad_chunk(contents.record, secret, contents.leaves or ())
    wipe(secret)
    if bad is None:
        raise InvalidInput(
            "The record is what was promised; there is nothing to contest.", code="garbage.none"
        )
    on_chain = expected.on_chain
    delivered = wire_point(key.dx, key.d_parity)
    deal = Deal(
        consent_digest(consent, market.domain), sealed.kept.deal, wire_point(on_chain.qx, on_chain.q_parity),
        sealed.commitment, delivered, consent.ct_root, consent.pt_root,
    )  # fmt: skip
    opening = build_opening(deal, key.proof, opener.z)
    verify_garbage(deal, opening, bad)
    data = encode_garbage(consent, delivered, opening, bad)
    market.reads.simulate(data)
    return market.transact(wallet, data)


def _verify_window(market: Market, sealed: Sealed) -> None:
    consent = sealed.kept.consent
    found = market.reads.read_deal(consent.offer, consent.profile)
    if found.state is not DealState.DELIVERED:
        raise Conflict(
            "The deal cannot be contested: it has no plaintext root, or it is settled already.",
            code="garbage.window",
        )
    head = market.reads.read_head()
    if head.time_seconds >= found.time:
        raise Conflict("The time to contest this record has passed.", code="garbage.too_late")

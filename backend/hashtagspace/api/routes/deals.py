"""Deals of offers and profiles, what accounts earned, and the envelopes of epochs."""

from collections.abc import Sequence
from typing import Any, Final

from flask import Response

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.deal_views import build_deals, build_payee
from hashtagspace.api.encode import hex_of
from hashtagspace.api.gateway import caller_address, current_gateway
from hashtagspace.api.paging import position_of
from hashtagspace.api.respond import answer_json, answer_now, answer_read
from hashtagspace.api.response_views import parse_signature
from hashtagspace.api.schemas.deal import (
    Deal,
    DealPage,
    DealPath,
    DealsQuery,
    OfferDealsPath,
    ProfileDealsPath,
)
from hashtagspace.api.schemas.payee import Payee, PayeePath
from hashtagspace.api.schemas.response import EpochEnvelopeBody, StoredEpochEnvelope
from hashtagspace.depot.answers import EpochSubmission
from hashtagspace.domain.cid import parse_cid
from hashtagspace.errors import NotFound
from hashtagspace.store import read_checkpoint, read_deals, read_offers, read_payees, read_profiles
from hashtagspace.store.read_deals import EVERY_EPOCH, DealRecord
from hashtagspace.store.read_feeds import END
from hashtagspace.store.reader import Connection

routes = build_blueprint("deals", "Answers of profiles to offers, and what they earned")
PAGE_EPOCHS: Final = 8
_MOST_MOVEMENTS: Final = 500


@routes.get("/v1/deals/<dealId>", operation_id="getDeal", responses={200: Deal})
def get_deal(path: DealPath) -> Response:
    """One deal, with every epoch."""

    def build(connection: Connection) -> dict[str, Any]:
        record = read_deals.find_deal(connection, path.deal_id)
        if record is None:
            raise _unknown_deal()
        return build_each(connection, [record], EVERY_EPOCH)[0]

    return answer_now(build)


@routes.get("/v1/offers/<offerId>/deals", operation_id="listOfferDeals", responses={200: DealPage})
def list_offer_deals(path: OfferDealsPath, query: DealsQuery) -> Response:
    """Deals of an offer, latest first."""
    after = position_of(query.cursor, END)

    def build(connection: Connection) -> dict[str, Any]:
        if read_offers.find_offer(connection, path.offer_id) is None:
            raise unknown_offer()
        records = read_deals.list_of_offer(connection, path.offer_id, after, query.limit + 1)
        return _build_page(connection, records, query.limit)

    return answer_now(build)


@routes.get("/v1/profiles/<profileId>/deals", operation_id="listProfileDeals", responses={200: DealPage})
def list_profile_deals(path: ProfileDealsPath, query: DealsQuery) -> Response:
    """Deals of a profile, latest first."""
    after = position_of(query.cursor, END)

    def build(connection: Connection) -> dict[str, Any]:
        if not read_profiles.has_profile(connection, path.profile_id):
            raise NotFound(
                "No profile with this id or handle is known here; check it.", code="profile.unknown"
            )
        records = read_deals.list_of_profile(connection, path.profile_id, after, query.limit + 1)
        return _build_page(connection, records, query.limit)

    return answer_now(build)


@routes.post(
    "/v1/deals/<dealId>/epochs",
    operation_id="putEpochEnvelope",
    responses={
        201: StoredEpochEnvelope,
        403: problem_response("Not signed by the profile, or this gateway declines"),
        409: problem_response("The deal is over, or the epoch has its envelope"),
    },
)
def put_epoch_envelope(path: DealPath, body: EpochEnvelopeBody) -> Response:
    """The envelope of one epoch of a subscription is kept for the buyer."""
    submission = EpochSubmission(
        path.deal_id, body.epoch, parse_cid(body.envelope).text, parse_signature(body.authorisation)
    )
    current_gateway().services.depot.keep_epoch_envelope(submission, caller_address())
    return answer_json({"dealId": hex_of(path.deal_id), "epoch": body.epoch}, 201)


@routes.get("/v1/payees/<address>", operation_id="getPayee", responses={200: Payee})
def get_payee(path: PayeePath) -> Response:
    """What an account earned in the market and what was paid out to it."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        record = read_payees.find_payee(connection, path.address)
        movements = read_payees.list_movements(connection, path.address, _MOST_MOVEMENTS)
        return build_payee(path.address, record, movements)

    return answer_read(build)


def build_each(
    connection: Connection, records: Sequence[DealRecord], most_epochs: int = PAGE_EPOCHS
) -> list[dict[str, Any]]:
    """The deals as JSON, with the envelopes that this gateway was given."""
    checkpoint = read_checkpoint.find_checkpoint(connection)
    envelopes = current_gateway().services.depot.map_envelopes([record.deal for record in records])
    final_number = -1 if checkpoint is None else checkpoint.final_number
    return build_deals(connection, records, final_number, envelopes, most_epochs)


def unknown_offer() -> NotFound:
    """The refusal for an offer that no projected block has."""
    return NotFound("No such offer is known here; it may not be indexed yet.", code="offer.unknown")


def _unknown_deal() -> NotFound:
    return NotFound("No such deal is known here; it may not be indexed yet.", code="deal.unknown")


def _build_page(connection: Connection, records: Sequence[DealRecord], limit: int) -> dict[str, Any]:
    shown = records[:limit]
    last = Cursor(shown[-1].since * 1000, shown[-1].deal) if len(records) > limit else None
    return {"items": build_each(connection, shown), "nextCursor": last and encode_cursor(last)}

"""Offers of businesses, and the responses that wait for their buyers."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.encode import hex_of
from hashtagspace.api.gateway import caller_address, current_gateway
from hashtagspace.api.market_access import ACCESS_HEADER, read_access
from hashtagspace.api.offer_views import build_offers, domains_of
from hashtagspace.api.paging import position_of
from hashtagspace.api.respond import answer_json, answer_read
from hashtagspace.api.response_views import build_responses, parse_response
from hashtagspace.api.routes.deals import build_each, unknown_offer
from hashtagspace.api.schemas.offer import Offer, OfferPage, OfferPath, OffersQuery
from hashtagspace.api.schemas.response import (
    ResponseBody,
    ResponsePage,
    ResponsesPath,
    ResponsesQuery,
    StoredResponse,
)
from hashtagspace.errors import InvalidInput
from hashtagspace.store import read_checkpoint, read_deals, read_offers
from hashtagspace.store.read_feeds import END
from hashtagspace.store.read_offers import OfferRecord
from hashtagspace.store.reader import Connection

routes = build_blueprint("offers", "What businesses ask for, and who answered")


@routes.get("/v1/offers", operation_id="listOffers", responses={200: OfferPage})
def list_offers(query: OffersQuery) -> Response:
    """Offers, latest first, by the latest projected block's clock; the refused for their buyer alone."""
    after = position_of(query.cursor, END)

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        now = _position(connection)[0]
        records = read_offers.list_offers(connection, query.state, query.buyer, now, after, query.limit + 1)
        shown = records[: query.limit]
        last = Cursor(shown[-1].opened_at * 1000, shown[-1].offer) if len(records) > query.limit else None
        # What is refused is its buyer's to see; a page may be shorter for it, and still has a cursor.
        items = [
            item
            for item in _build_each(connection, shown)
            if query.buyer is not None or item["refusal"] is None
        ]
        return {"items": items, "nextCursor": last and encode_cursor(last)}

    return answer_read(build, current_gateway().services.depot.domains_mark())


@routes.get("/v1/offers/<offerId>", operation_id="getOffer", responses={200: Offer})
def get_offer(path: OfferPath) -> Response:
    """One offer."""

    def build(connection: Connection, _revision: int) -> dict[str, Any]:
        record = read_offers.find_offer(connection, path.offer_id)
        if record is None:
            raise unknown_offer()
        return _build_each(connection, [record])[0]

    return answer_read(build, current_gateway().services.depot.domains_mark())


@routes.post(
    "/v1/offers/<offerId>/responses",
    operation_id="putResponse",
    responses={
        201: StoredResponse,
        403: problem_response("Not signed by the profile's custody, or this gateway declines"),
        409: problem_response("The offer is over, or the profile answered or withdrew before"),
    },
)
def put_response(path: ResponsesPath, body: ResponseBody) -> Response:
    """The signed consent and its envelope wait for the buyer; an earlier one of the profile is replaced."""
    submission = parse_response(body)
    if submission.consent.offer != path.offer_id:
        raise InvalidInput("The consent is for another offer than the address says.", code="consent.offer")
    deal = current_gateway().services.depot.keep_response(submission, caller_address())
    return answer_json({"dealId": hex_of(deal)}, 201)


@routes.get(
    "/v1/offers/<offerId>/responses",
    operation_id="listResponses",
    responses={200: ResponsePage, 403: problem_response("Not asked by the offer's buyer")},
    openapi_extensions=ACCESS_HEADER,
)
def list_responses(path: ResponsesPath, query: ResponsesQuery) -> Response:
    """Responses to an offer, latest first; for its buyer alone."""
    after = position_of(query.cursor, END)
    services = current_gateway().services
    access = read_access(request, services.settings)
    rows = services.depot.list_responses(path.offer_id, access, after, query.limit + 1)
    shown = rows[: query.limit]
    last = Cursor(shown[-1].received_at_ms, shown[-1].deal) if len(rows) > query.limit else None
    with services.reader.connection() as connection:
        found = list(read_deals.map_deals(connection, [row.deal for row in shown]).values())
        deals = dict(zip([record.deal for record in found], build_each(connection, found), strict=True))
    return answer_json({"items": build_responses(shown, deals), "nextCursor": last and encode_cursor(last)})


def _build_each(connection: Connection, records: Sequence[OfferRecord]) -> list[dict[str, Any]]:
    now, final_number = _position(connection)
    domains = current_gateway().services.depot.map_domains(domains_of(records))
    return build_offers(connection, records, now, final_number, domains)


def _position(connection: Connection) -> tuple[int, int]:
    """Time of the latest projected block, and the number below which all is final."""
    checkpoint = read_checkpoint.find_checkpoint(connection)
    return (0, -1) if checkpoint is None else (checkpoint.indexed_time, checkpoint.final_number)

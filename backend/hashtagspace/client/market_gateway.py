"""The market through one gateway: offers, deals, responses, blobs and relayed calls.

Its word is good to find things by. What a person signs or delivers on is checked against the chain.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.blobs import Blobs
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.market_records import (
    Deal,
    DealPage,
    Offer,
    OfferPage,
    Payee,
    Response,
    ResponsePage,
    StoredDocument,
    StoredEnvelope,
    StoredResponse,
    read_hex,
)
from hashtagspace.client.records import GatewayConfig, Status
from hashtagspace.config import origin_of
from hashtagspace.domain.consent import Consent
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import EpochEnvelope, OffersAccess, market_digest
from hashtagspace.domain.stamp import solve_stamp
from hashtagspace.errors import InvalidContent, InvalidStamp
from hashtagspace.market.consent_json import spell_consent

MOST_STAMP_BITS: Final = 24
"""About a minute of work; a gateway that asks for more would stop every call of its people."""
_ACCESS_SECONDS: Final = 3600
_PAGE_COUNT: Final = 100
Item_co = TypeVar("Item_co", covariant=True)


class _Page(Protocol[Item_co]):
    """Some items and where the next ones begin."""

    @property
    def items(self) -> Sequence[Item_co]: ...

    @property
    def next_cursor(self) -> str | None: ...


class MarketGateway:
    """The routes of the market of one gateway; errors as `Gateway` raises them."""

    def __init__(self, gateway: Gateway, config: GatewayConfig, domain: TypedDomain) -> None:
        """`domain` is the market's, as the person or business expects it."""
        self.gateway = gateway
        self.blobs = Blobs(gateway)
        self._config = config
        self._domain = domain

    def list_offers(self, state: str = "open", buyer: bytes | None = None) -> Iterator[Offer]:
        """Offers in the state open, over or all, latest first."""
        address = None if buyer is None else _hex(buyer)
        return _pages(
            lambda cursor: self.gateway.get(
                "/v1/offers", OfferPage, state=state, buyer=address, cursor=cursor, limit=_PAGE_COUNT
            )
        )

    def get_offer(self, offer: bytes) -> Offer:
        """One offer; raises `offer.unknown`, `offer.mismatch` when it is not the one of this id."""
        found = self.gateway.get(f"/v1/offers/{_hex(offer)}", Offer)
        if found.id != offer:
            raise InvalidContent(
                "The gateway answered with another offer than was asked for.", code="offer.mismatch"
            )
        found.verify()
        return found

    def get_deal(self, deal: bytes) -> Deal:
        """One deal; raises `deal.unknown`."""
        return self.gateway.get(f"/v1/deals/{_hex(deal)}", Deal)

    def list_offer_deals(self, offer: bytes) -> Iterator[Deal]:
        """The deals of an offer, latest first."""
        return _pages(
            lambda cursor: self.gateway.get(
                f"/v1/offers/{_hex(offer)}/deals", DealPage, cursor=cursor, limit=_PAGE_COUNT
            )
        )

    def list_profile_deals(self, profile: int) -> Iterator[Deal]:
        """The deals of a profile, latest first."""
        return _pages(
            lambda cursor: self.gateway.get(
                f"/v1/profiles/{profile}/deals", DealPage, cursor=cursor, limit=_PAGE_COUNT
            )
        )

    def get_payee(self, account: bytes) -> Payee:
        """What an account earned and was paid."""
        return self.gateway.get(f"/v1/payees/{_hex(account)}", Payee)

    def put_terms(self, document: bytes) -> bytes:
        """The terms document is in the content store; its digest. Raises `blob.mismatch`, `terms.*`."""
        stored = self.gateway.upload("/v1/content", document, "application/json", StoredDocument)
        if read_hex(stored.digest, 32) != content_digest(document):
            raise InvalidContent("The gateway keeps other bytes than it was given.", code="blob.mismatch")
        return content_digest(document)

    def put_response(self, consent: Consent, signature: bytes, envelope: str) -> None:
        """The signed consent and its envelope wait for the buyer; raises what the gateway finds wrong."""
        body = {"consent": spell_consent(consent), "signature": _hex(signature), "envelope": envelope}
        self.gateway.post(f"/v1/offers/{_hex(consent.offer)}/responses", body, StoredResponse)

    def list_responses(
        self, offer: bytes, buyer: Wallet, now: Callable[[], float] = time.time
    ) -> Iterator[Response]:
        """What people answered, latest first; `buyer` is the wallet that opened the offer."""
        deadline = int(now()) + _ACCESS_SECONDS
        origin = origin_of(self.gateway.url)
        access = OffersAccess(buyer.address, origin, deadline)
        signature = _hex(buyer.sign_digest(market_digest(access, self._domain)))
        headers = {
            "Authorization": f"Hashtagspace gateway={origin},deadline={deadline},signature={signature}"
        }
        return _pages(
            lambda cursor: self.gateway.get(
                f"/v1/offers/{_hex(offer)}/responses",
                ResponsePage,
                headers=headers,
                cursor=cursor,
                limit=_PAGE_COUNT,
            )
        )

    def put_epoch_envelope(self, form: EpochEnvelope, signer: Wallet) -> None:
        """The buyer finds the envelope of an epoch; `signer` is the custody or a session key."""
        signature = signer.sign_digest(market_digest(form, self._domain))
        body = {"epoch": form.epoch, "envelope": form.envelope, "authorisation": _hex(signature)}
        self.gateway.post(f"/v1/deals/{_hex(form.deal)}/epochs", body, StoredEnvelope)

    def submit_call(self, name: str, arguments: Mapping[str, object], digest: bytes) -> str:
        """The relay keeps the call; its id. `digest` is what the stamp is paid on."""
        bits = self._config.stamp_bits.call
        if bits > MOST_STAMP_BITS:
            raise InvalidStamp(
                f"The gateway asks for a stamp of {bits} bits, which nobody pays: use another gateway.",
                code="stamp.too_much",
            )
        stamp = solve_stamp(digest, bits, int(time.time()))
        body = {
            "call": name,
            "arguments": dict(arguments),
            "stamp": {"nonce": stamp.nonce.hex(), "bits": stamp.bits, "time": stamp.time_seconds},
        }
        return self.gateway.post("/v1/calls", body, Status).call_id or ""

    def get_call(self, call_id: str) -> Status:
        """Where a relayed call is."""
        return self.gateway.get(f"/v1/calls/{call_id}", Status)


def _pages(read: Callable[[str | None], _Page[Item_co]]) -> Iterator[Item_co]:
    """The items of page after page; ends at a cursor that leads back to itself."""
    cursor: str | None = None
    while True:
        page = read(cursor)
        yield from page.items
        if page.next_cursor is None or page.next_cursor == cursor:
            return
        cursor = page.next_cursor


def _hex(data: bytes) -> str:
    return "0x" + data.hex()

"""What a business keeps of its offers: the terms, the consents it accepted, the sealed records, deletions.

A gateway forgets envelopes a day after a deal is final. Nothing here is plaintext of a person's data: the
envelopes stay sealed to the business's key until an export opens them.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from hashtagspace.client.kept_deals import KeptDeal, decode_kept, encode_kept
from hashtagspace.client.market_records import OnChainTerms
from hashtagspace.client.offering import PreparedOffer
from hashtagspace.client.private_files import find_private_file, write_private_file
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.errors import ConfigError, HashtagspaceError, NotFound

_NAME: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptOffer:
    """An offer of this business, with the bytes of the document that its terms name."""

    offer: bytes
    on_chain: OfferTerms
    document: bytes


class BuyerStore:
    """A folder for each offer: offer.json, terms.json, a file for each deal, sealed records beside it."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is kept."""
        self._folder = folder

    def keep_offer(self, prepared: PreparedOffer) -> None:
        """The offer can be found again; raises `client.disk`."""
        folder = self._offer(prepared.offer)
        write_private_file(folder / "terms.json", prepared.document)
        write_private_file(folder / "offer.json", msgspec.json.encode(_spell_terms(prepared.on_chain)))

    def get_offer(self, offer: bytes) -> KeptOffer:
        """The offer; raises `offer.not_kept`, `client.kept_offer`."""
        folder = self._offer(offer)
        terms, document = find_private_file(folder / "offer.json"), find_private_file(folder / "terms.json")
        if terms is None or document is None:
            raise NotFound(
                f"{self._folder} holds no offer 0x{offer.hex()}: name the folder it was opened with.",
                code="offer.not_kept",
            )
        try:
            return KeptOffer(offer, msgspec.json.decode(terms, type=OnChainTerms).read(), document)
        except (msgspec.MsgspecError, UnicodeDecodeError, HashtagspaceError):
            raise ConfigError(
                f"{folder / 'offer.json'} does not read: take it from your backup.", code="client.kept_offer"
            ) from None

    def list_offers(self) -> list[bytes]:
        """The ids of all offers kept here."""
        if not self._folder.is_dir():
            return []
        names = sorted(path.name for path in self._folder.iterdir() if (path / "offer.json").is_file())
        return [bytes.fromhex(name) for name in names if _NAME.fullmatch(name)]

    def keep_deal(self, kept: KeptDeal) -> None:
        """The deal is kept as it is now."""
        path = self._offer(kept.consent.offer) / f"{kept.deal.hex()}.json"
        write_private_file(path, encode_kept(kept))

    def find_deal(self, offer: bytes, deal: bytes) -> KeptDeal | None:
        """The deal, None if it was never accepted from this folder."""
        data = find_private_file(self._offer(offer) / f"{deal.hex()}.json")
        return None if data is None else decode_kept(data)

    def list_deals(self, offer: bytes) -> Iterator[KeptDeal]:
        """The deals of an offer."""
        folder = self._offer(offer)
        names = sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []
        for name in names:
            if _NAME.fullmatch(name) and (kept := self.find_deal(offer, bytes.fromhex(name))) is not None:
                yield kept

    def keep_envelope(self, offer: bytes, deal: bytes, epoch: int, envelope: bytes) -> None:
        """The sealed record of a deal, or of an epoch of it, is kept."""
        write_private_file(self._envelope(offer, deal, epoch), envelope)

    def find_envelope(self, offer: bytes, deal: bytes, epoch: int) -> bytes | None:
        """The sealed record, None if it is not here."""
        return find_private_file(self._envelope(offer, deal, epoch))

    def drop_records(self, offer: bytes, deal: bytes) -> int:
        """The sealed records of a deal are deleted; how many there were."""
        found = list(self._offer(offer).glob(f"{deal.hex()}.*.sealed"))
        for path in found:
            path.unlink()
        return len(found)

    def map_seen(self) -> dict[int, bytes]:
        """Which deal first committed to an X (in a subscription, to a root of keys)."""
        data = find_private_file(self._folder / "seen.json")
        if data is None:
            return {}
        try:
            return {int(x, 16): bytes.fromhex(deal) for x, deal in json.loads(data).items()}
        except (ValueError, AttributeError, TypeError):
            raise ConfigError(
                f"{self._folder / 'seen.json'} does not read: take it from your backup.",
                code="client.kept_offer",
            ) from None

    def keep_seen(self, seen: dict[int, bytes]) -> None:
        """The commitments are known from now on."""
        known = {f"{x:064x}": deal.hex() for x, deal in seen.items()}
        write_private_file(self._folder / "seen.json", json.dumps(known).encode())

    def _offer(self, offer: bytes) -> Path:
        return self._folder / offer.hex()

    def _envelope(self, offer: bytes, deal: bytes, epoch: int) -> Path:
        return self._offer(offer) / f"{deal.hex()}.{epoch}.sealed"


def _spell_terms(terms: OfferTerms) -> OnChainTerms:
    return OnChainTerms(
        salt="0x" + terms.salt.hex(), terms="0x" + terms.terms.hex(), qx=str(terms.qx),
        q_parity=terms.q_parity, accept_until=terms.accept_until, deliver_seconds=terms.deliver_seconds,
        garbage_seconds=terms.garbage_seconds, vesting_seconds=terms.vesting_seconds,
        upfront_bps=terms.up_front_bps, max_responses=terms.max_responses, min_level=terms.min_level,
        epochs=terms.epochs,
    )  # fmt: skip

"""A delivered record opened at home: D gives the key, the key the plaintext, the plaintext the bundle."""

from dataclasses import dataclass
from typing import ClassVar

from hashtagspace.chain.curve import Point
from hashtagspace.client.check_steps import Expected
from hashtagspace.client.kept_deals import KeptDeal, KeptEpoch, KeptKey
from hashtagspace.domain.consent import receipt_digest
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import epoch_record, record_key, unblind
from hashtagspace.market.bundle import Bundle, parse_bundle
from hashtagspace.market.derivation import Buffer, MarketPlace, derive_offer_scalar, wipe
from hashtagspace.market.envelope import EnvelopeContents, EnvelopePlace, open_envelope
from hashtagspace.market.garbage import BadChunk, find_bad_chunk
from hashtagspace.market.keystream import mask
from hashtagspace.market.points import wire_point
from hashtagspace.market.record import decode_record
from hashtagspace.market.roots import build_root, list_cipher_leaves
from hashtagspace.market.selection import parse_selection


class GarbageFound(InvalidInput):
    """A chunk opens to something else than was promised; `chunk` is the evidence."""

    code: ClassVar[str] = "record.garbage"

    def __init__(self, chunk: BadChunk) -> None:
        super().__init__("The record opens to something else than was promised: contest it in time.")
        self.chunk = chunk


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed record as it is kept, with the key that came for it; `epoch` None for a single sale."""

    kept: KeptDeal
    envelope: bytes
    epoch: KeptEpoch | None = None

    @property
    def key(self) -> KeptKey:
        """D; raises `delivery.none` before it came."""
        key = self.kept.key if self.epoch is None else self.epoch.key
        if key is None:
            raise InvalidInput("The key has not been delivered yet.", code="delivery.none")
        return key

    def name(self, contents: EnvelopeContents) -> bytes:
        """The record's own name, which its key is made for; an epoch's says which plaintext it is."""
        if self.epoch is None:
            return self.kept.deal
        return epoch_record(self.kept.deal, self.epoch.epoch, build_root(contents.leaves or ()))

    @property
    def commitment(self) -> Point:
        """X of the sale or of the epoch."""
        if self.epoch is not None:
            return wire_point(self.epoch.xx, self.epoch.x_parity)
        return wire_point(self.kept.consent.xx, self.kept.consent.x_parity)

    @property
    def ct_root(self) -> bytes:
        """The root that the ciphertext must have."""
        return self.kept.consent.ct_root if self.epoch is None else self.epoch.ct_root


class Opener:
    """Opens the records of one offer; raises what is wrong with them."""

    def __init__(self, place: MarketPlace, market_key: Buffer, expected: Expected) -> None:
        self._expected = expected
        self.z = derive_offer_scalar(market_key, place, expected.on_chain.salt)

    def read_contents(self, sealed: Sealed) -> EnvelopeContents:
        """The envelope's contents, equal to what was consented to; raises `envelope.*`, `record.changed`."""
        consent = sealed.kept.consent
        number = 0 if sealed.epoch is None else sealed.epoch.epoch
        place = EnvelopePlace(sealed.kept.deal, number)
        contents = open_envelope(sealed.envelope, self._expected.seed, place)
        is_same = build_root(list_cipher_leaves(contents.record)) == sealed.ct_root
        told = receipt_digest(contents.receipt_salt, contents.selection.encode())
        is_whole = sealed.epoch is None or contents.leaves is not None
        if not is_same or not is_whole or told != consent.receipt:
            raise InvalidInput(
                "The kept envelope is not the one of this deal: take it from your backup.",
                code="record.changed",
            )
        return contents

    def open(self, sealed: Sealed) -> Bundle:
        """The bundle; raises GarbageFound, `market.*`, `bundle.*` and as `read_contents`."""
        contents = self.read_contents(sealed)
        key = self.record_key(sealed, contents)
        try:
            if contents.leaves is not None:
                bad = find_bad_chunk(contents.record, key, contents.leaves)
                if bad is not None and sealed.epoch is not None:
                    raise InvalidInput(
                        "The record opens to something else than its key was made of; an epoch cannot be "
                        "contested, its data is lost.",
                        code="record.spoiled",
                    )
                if bad is not None:
                    raise GarbageFound(bad)
            plain = mask(contents.record, key)
        finally:
            wipe(key)
        data = decode_record(plain)
        selection = parse_selection(contents.selection.encode())
        try:
            return parse_bundle(bytes(data), self._expected.terms, selection)
        finally:
            wipe(plain, data)

    def record_key(self, sealed: Sealed, contents: EnvelopeContents) -> bytearray:
        """The 32 bytes that open the record; `wipe` them after use."""
        delivered = wire_point(sealed.key.dx, sealed.key.d_parity)
        return record_key(unblind(delivered, sealed.commitment, self.z), sealed.name(contents))

"""A record on its way out: coarsened as chosen, bundled, masked under a fresh key, sealed to the buyer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from hashtagspace.chain.curve import Point
from hashtagspace.client.matching import Held, OpenOffer, find_held
from hashtagspace.client.sale_vault import SaleVault
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import build_commitment, build_shared, epoch_record, record_key
from hashtagspace.market.bundle import Bundle, build_bundle
from hashtagspace.market.derivation import wipe
from hashtagspace.market.keystream import mask
from hashtagspace.market.ladder import KindData, coarsen
from hashtagspace.market.noise import keep_noise
from hashtagspace.market.record import encode_record
from hashtagspace.market.roots import build_root, list_cipher_leaves, list_plain_leaves

NO_ROOT: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class MaskedRecord:
    """The ciphertext with its roots; `leaves` and `pt_root` of an epoch, and where it can be contested."""

    record: bytes
    ct_root: bytes
    pt_root: bytes
    leaves: tuple[bytes, ...] | None


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Which record is masked with which scalar: a deal's, or that of one of its epochs."""

    deal: bytes
    x: int = field(repr=False)
    epoch: int | None = None

    def name(self, pt_root: bytes) -> bytes:
        """The record's own name: an epoch's is bound to its plaintext."""
        return self.deal if self.epoch is None else epoch_record(self.deal, self.epoch, pt_root)

    @property
    def commitment(self) -> Point:
        """X."""
        return build_commitment(self.x)


def show_kinds(
    vault: SaleVault, held: Sequence[Held], asks: Sequence[Ask], now_seconds: int
) -> tuple[KindData, ...]:
    """What the asks get to see of the vault today; raises `record.unanswerable`.

    Noise is drawn once and saved before anything is shown: asked again, the answer is the same.
    """
    day = datetime.fromtimestamp(now_seconds, UTC).date().isoformat()
    kinds = []
    for ask in asks:
        found = find_held(ask, held)
        if found is None:
            raise InvalidInput(
                f"The vault cannot answer {ask.category} as {ask.granularity.value}: add a record of it.",
                code="record.unanswerable",
            )
        value = found.value
        if ask.granularity is Granularity.NOISED:
            value = keep_noise(value)
            if value != found.value:
                vault.save_value(found.record, value)
        kinds.append(coarsen(ask, value, day))
    return tuple(sorted(kinds, key=lambda kind: kind.category))


def mask_bundle(
    offer: OpenOffer, profile: int, kinds: tuple[KindData, ...], place: RecordPlace, now_seconds: int
) -> MaskedRecord:
    """The kinds as the record of a deal or an epoch; raises `bundle.bytes` above what the offer takes."""
    day = datetime.fromtimestamp(now_seconds, UTC).date().isoformat()
    data = build_bundle(Bundle(offer.offer, profile, day, kinds), offer.terms.max_bytes)
    return mask_record(data, place, contestable=offer.on_chain.garbage_seconds > 0)


def mask_record(data: bytes, place: RecordPlace, *, contestable: bool = True) -> MaskedRecord:
    """The data under the key of its place; an epoch's leaves always go along, for its key is made of them."""
    return mask_plain(encode_record(data), place, contestable=contestable)


def mask_plain(plain: bytearray, place: RecordPlace, *, contestable: bool = True) -> MaskedRecord:
    """As `mask_record`, of a padded plaintext, which is wiped."""
    has_leaves = contestable or place.epoch is not None
    leaves = tuple(list_plain_leaves(plain)) if has_leaves else None
    pt_root = NO_ROOT if leaves is None else build_root(leaves)
    key = record_key(build_shared(place.x), place.name(pt_root))
    record = bytes(mask(plain, key))
    wipe(key, plain)
    return MaskedRecord(record, build_root(list_cipher_leaves(record)), pt_root, leaves)

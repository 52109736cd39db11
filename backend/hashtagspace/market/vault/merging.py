"""What two devices wrote apart, together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from hashtagspace.market.vault.key_file import STAGES, DealSecret, DestroyedRecord, KeyFile, VaultRecord
from hashtagspace.market.vault.manifest import WRAPS, Wrap

T = TypeVar("T")


def merge_key_files(one: KeyFile, two: KeyFile) -> KeyFile:
    """Nothing that either knows is lost, what either destroyed stays destroyed, the later change counts.

    The order of the two does not matter. Two devices may have prepared the same deal: each nonce may have
    been signed, so both stay.
    """
    destroyed = _merge_by(one.destroyed + two.destroyed, lambda gone: gone.record_id, _earlier)
    gone = {record.record_id for record in destroyed}
    records = _merge_by(one.records + two.records, lambda record: record.record_id, _later)
    return KeyFile(
        tuple(record for record in records if record.record_id not in gone),
        _merge_by(one.deals + two.deals, lambda deal: deal.deal_id + deal.nonce, _farther),
        destroyed,
    )


def merge_wraps(base: Sequence[Wrap], own: Sequence[Wrap], other: Sequence[Wrap]) -> tuple[Wrap, ...]:
    """The ways in after two devices changed them apart since `base`.

    What either added is there, what either removed is gone; never none.
    """
    known = {wrap.salt for wrap in base}
    ours = {wrap.salt for wrap in own}
    kept = [wrap for wrap in other if wrap.salt in ours or wrap.salt not in known]
    theirs = {wrap.salt for wrap in other}
    added = [wrap for wrap in own if wrap.salt not in known and wrap.salt not in theirs]
    return tuple((kept + added)[:WRAPS]) or tuple(other)


def _merge_by(
    items: Iterable[T], name_of: Callable[[T], bytes], choose: Callable[[T, T], T]
) -> tuple[T, ...]:
    chosen: dict[bytes, T] = {}
    for item in items:
        name = name_of(item)
        chosen[name] = choose(chosen[name], item) if name in chosen else item
    return tuple(chosen[name] for name in sorted(chosen))


def _later(a: VaultRecord, b: VaultRecord) -> VaultRecord:
    return max(a, b, key=lambda record: (record.updated_at_ms, record.cid))


def _earlier(a: DestroyedRecord, b: DestroyedRecord) -> DestroyedRecord:
    return min(a, b, key=lambda gone: (gone.destroyed_at_ms, gone.receipt))


def _farther(a: DealSecret, b: DealSecret) -> DealSecret:
    far, near = (a, b) if _progress(a) >= _progress(b) else (b, a)
    return replace(
        far,
        signature=near.signature if far.signature is None else far.signature,
        envelope=near.envelope if far.envelope is None else far.envelope,
    )


def _progress(deal: DealSecret) -> tuple[int, int, bytes, str]:
    return STAGES.index(deal.state), deal.created_at_ms, deal.signature or b"", deal.envelope or ""

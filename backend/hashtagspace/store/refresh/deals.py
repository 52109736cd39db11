"""`deals` of the marked keys, told anew from their events by `domain.deal_story`."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.deal_story import DealStory, Given, Moved, Step, TakenBack, tell_deal
from hashtagspace.domain.market_states import DealState
from hashtagspace.store import tables
from hashtagspace.store.refresh.script import fetch, run
from hashtagspace.store.write_facts import insert_rows

_CONSENTS: Final = """
SELECT c.deal, c.offer, c.profile, c.block_number, c.log_index, c.block_time, c.price, c.until, c.digest,
  c.payee, o.salt, o.terms, o.qx, o.q_parity, o.accept_until, o.deliver_seconds, o.garbage_seconds,
  o.vesting_seconds, o.upfront_bps, o.max_responses, o.min_level, o.epochs
FROM scratch_deals k CROSS JOIN consents c LEFT JOIN offer_openings o ON o.offer = c.offer
WHERE c.deal = k.deal
"""
_DELIVERIES: Final = """
SELECT d.deal, d.block_number, d.log_index, d.block_time, d.state, NULL
FROM scratch_deals k CROSS JOIN deliveries d WHERE d.deal = k.deal
"""
_MOVES: Final = """
SELECT d.deal, d.block_number, d.log_index, d.block_time, d.state, d.returned
FROM scratch_deals k CROSS JOIN deal_moves d WHERE d.deal = k.deal
"""
_WITHDRAWALS: Final = """
SELECT w.deal, w.offer, w.profile, w.block_number, w.log_index, w.block_time, w.stage, w.returned
FROM scratch_deals k CROSS JOIN consent_withdrawals w WHERE w.deal = k.deal
"""
# Events that move nothing, but whose blocks must be final too.
_LATER: Final = """
SELECT k.deal,
  (SELECT max(c.block_number) FROM deal_credits c WHERE c.deal = k.deal),
  (SELECT max(e.block_number) FROM epoch_deliveries e WHERE e.deal = k.deal),
  (SELECT max(x.block_number) FROM deletions x WHERE x.deal = k.deal)
FROM scratch_deals k
"""
_STANDING: Final = """
SELECT d.offer, d.state, d.taken, d.returned FROM scratch_deals k CROSS JOIN deals d WHERE d.deal = k.deal
"""
_DROP: Final = "DELETE FROM deals WHERE deal IN (SELECT deal FROM scratch_deals)"
Place = tuple[int, int]
Row = tuple[Any, ...]


@dataclass(slots=True)
class _Facts:
    """What is known of one deal; `steps` by their places."""

    offer: bytes
    profile: int
    steps: list[tuple[Place, int, Step]] = field(default_factory=list)
    terms: OfferTerms | None = None
    consent: tuple[bytes, bytes, int, int] | None = None  # digest, payee, time, block
    withdrawal: TakenBack | None = None


def refresh_deals(connection: Connection) -> Mapping[bytes, Counter[str]]:
    """`deals` of every marked key is right; what its offers' totals move by."""
    moved: defaultdict[bytes, Counter[str]] = defaultdict(Counter)
    _count(connection, moved, -1)
    run(connection, _DROP)
    facts = _gather(connection)
    latest = {_bytes(deal): max(n or 0 for n in numbers) for deal, *numbers in _rows(connection, _LATER)}
    rows = [_row(deal, known, latest.get(deal, 0)) for deal, known in facts.items()]
    insert_rows(connection, tables.deals, rows)
    _count(connection, moved, 1)
    return moved


def _count(connection: Connection, moved: defaultdict[bytes, Counter[str]], sign: int) -> None:
    for offer, state, taken, returned in _rows(connection, _STANDING):
        by = moved[_bytes(offer)]
        by[DealState(state).word] += sign
        by["taken"] += sign * _number(taken)
        by["returned"] += sign * _number(returned)


def _gather(connection: Connection) -> dict[bytes, _Facts]:
    found: dict[bytes, _Facts] = {}
    for deal, offer, profile, number, index, time, price, until, digest, payee, *terms in _rows(
        connection, _CONSENTS
    ):
        facts = found.setdefault(_bytes(deal), _Facts(_bytes(offer), profile))
        facts.consent = (_bytes(digest), _bytes(payee), time, number)
        facts.terms = _terms(terms)
        facts.steps.append(((number, index), time, Given(time, _number(price), until)))
    for deal, offer, profile, number, index, time, stage, returned in _rows(connection, _WITHDRAWALS):
        facts = found.setdefault(_bytes(deal), _Facts(_bytes(offer), profile))
        facts.withdrawal = TakenBack(time, DealState(stage), _number(returned))
        facts.steps.append(((number, index), time, facts.withdrawal))
    for deal, number, index, time, state, returned in (
        *_rows(connection, _DELIVERIES),
        *_rows(connection, _MOVES),
    ):
        step = Moved(time, DealState(state), 0 if returned is None else _number(returned))
        found[_bytes(deal)].steps.append(((number, index), time, step))
    return found


def _row(deal: bytes, facts: _Facts, latest: int) -> Row:
    facts.steps.sort(key=lambda step: step[0])
    story = tell_deal((step for _, _, step in facts.steps), facts.terms)
    place, since, _ = facts.steps[0]
    digest, payee, accepted_at, accept_block = facts.consent or (None, None, None, None)
    last = max(latest, facts.steps[-1][0][0])
    withdrawn = facts.withdrawal
    return (
        deal, facts.offer, facts.profile, int(story.state), since, digest, payee,
        None if facts.consent is None else _word(story.price), accepted_at, accept_block, story.until,
        *_vesting(story), _word(story.taken), _word(story.returned),
        None if withdrawn is None else withdrawn.time, None if withdrawn is None else int(withdrawn.stage),
        last, *place,
    )  # fmt: skip


def _vesting(story: DealStory) -> Row:
    vesting = story.vesting
    return (None, None, None) if vesting is None else (vesting.start, vesting.end, _word(vesting.rest))


def _terms(values: list[Any]) -> OfferTerms | None:
    salt, digest, qx, *numbers = values
    return None if salt is None else OfferTerms(_bytes(salt), _bytes(digest), _number(qx), *numbers)


def _rows(connection: Connection, statement: str) -> list[Row]:
    return fetch(connection, statement)


def _bytes(value: Any) -> bytes:  # noqa: ANN401 - what a driver gives
    return bytes(value)


def _number(word: Any) -> int:  # noqa: ANN401 - as above
    return int.from_bytes(bytes(word), "big")


def _word(number: int) -> bytes:
    return number.to_bytes(32, "big")

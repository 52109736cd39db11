"""Rows of the people contracts' facts, one event at a time, and what leaves none."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Table

from hashtagspace.domain import jury_events, reward_events
from hashtagspace.domain import people_events as events
from hashtagspace.domain.jury_events import JurorEvent, JuryEvent
from hashtagspace.domain.people_states import Vote
from hashtagspace.domain.reward_events import RewardEvent
from hashtagspace.store import people_facts as t
from hashtagspace.store.refresh.script import run

Row = tuple[object, ...]
Made = tuple[Table, Row]
# Anyone may prove again what is proven.
_SURPLUS: Final = tuple(
    f"""
    DELETE FROM {name} WHERE block_number BETWEEN :low AND :high AND EXISTS (
      SELECT 1 FROM {name} a WHERE a.profile = {name}.profile AND a.epoch = {name}.epoch
        AND (a.block_number, a.log_index) < ({name}.block_number, {name}.log_index)
    )
    """  # noqa: S608 - own names
    for name in ("level_proofs", "floor_proofs")
)


def people_rows(event: events.PeopleEvent, time_seconds: int) -> Sequence[Made]:
    """The rows that an event makes and their tables."""
    at: Row = (*event.checkpoint, time_seconds, event.transaction_hash)
    if isinstance(event, jury_events.JuryDrawn):
        drawn = (t.case_events, (*at, event.case_id, "drawn", None, None, None, event.commit_until_seconds))
        seats = ((*at, place, event.case_id, juror) for place, juror in enumerate(event.jurors))
        return [drawn, *((t.case_jurors, seat) for seat in seats)]
    made = _columns(event)
    return [] if made is None else [(made[0], (*at, *made[1]))]


def drop_surplus_proofs(connection: Connection, low: int, high: int) -> None:
    """Of equal proofs of a level or floor only the first is a fact."""
    run(connection, *_SURPLUS, low=low, high=high)


def _columns(event: events.PeopleEvent) -> Made | None:
    match event:
        case events.BeaconCommitted():
            return t.beacon_targets, (event.epoch, event.target)
        case events.BeaconTaken():
            return t.people_beacons, (event.epoch, event.beacon)
        case events.SeatGiven():
            return t.people_seats, (event.profile, event.seat, event.epoch)
        case events.Vouched():
            return t.vouch_events, (event.sender, event.receiver, "vouched", event.epoch, None)
        case events.VouchWithdrawn():
            return t.vouch_events, (event.sender, event.receiver, "withdrawn", event.epoch, None)
        case events.StakeReleased():
            return t.vouch_events, (event.sender, event.receiver, "released", None, event.payee)
        case events.StakeSlashed():
            return t.vouch_events, (event.sender, event.receiver, "slashed", None, event.by)
        case _:
            return _of_level(event)


def _of_level(event: events.LevelEvent | events.PostEvent | JuryEvent | RewardEvent) -> Made | None:
    match event:
        case events.LevelProven():
            return t.level_proofs, (event.profile, event.epoch, event.level, _word(event.standing))
        case events.FloorProven():
            return t.floor_proofs, (event.profile, event.epoch, *event.partners)
        case events.CheckOpened():
            return t.check_openings, (event.epoch, event.number, event.profile, event.case_id)
        case events.RootsCredited():
            return t.people_payments, ("roots", "credited", event.payee, _word(event.amount))
        case events.RootsWithdrawn():
            return t.people_payments, ("roots", "withdrawn", event.payee, _word(event.amount))
        case _:
            return _of_root(event)


def _of_root(event: events.PostEvent | JuryEvent | RewardEvent) -> Made | None:
    match event:
        case events.RootPosted():
            row: Row = (event.post, event.epoch, event.root, event.poster, event.until_seconds)
            return t.root_posts, (*row, event.header)
        case events.RootRefuted():
            return t.root_ends, (event.post, "refuted", None)
        case events.RootFinal():
            return t.root_ends, (event.post, "final", event.epoch)
        case events.RootPassedOver():
            return t.root_ends, (event.post, "passed", None)
        case events.RootDisputed():
            return t.root_disputes, (event.dispute, event.post, event.challenger, event.column)
        case events.DisputeMoved():
            row = (event.dispute, "moved", int(event.turn), event.position, event.height)
            return t.dispute_events, (*row, event.node, event.until_seconds, None)
        case events.DisputeEnded():
            return t.dispute_events, (event.dispute, "ended", *[None] * 5, event.poster_lost)
        case events.DisputeShown():
            return None
        case _:
            return _of_case(event)


def _of_case(event: JuryEvent | RewardEvent) -> Made | None:
    match event:
        case jury_events.Founded():
            return t.people_verdicts, (event.profile, int(Vote.PASS), 0, None)
        case jury_events.CaseDecided():
            return t.people_verdicts, (event.profile, int(event.verdict), event.epoch, event.case_id)
        case jury_events.CaseOpened():
            row: Row = (event.case_id, event.profile, int(event.kind), event.payer, event.evidence)
            return t.case_openings, row
        case jury_events.CaseAnswered():
            return t.case_events, (event.case_id, "answered", None, None, event.evidence, None)
        case jury_events.EvidenceAdded():
            return t.case_evidence, (event.case_id, event.by, event.evidence)
        case jury_events.JuryDrawn():
            return None  # several rows: `people_rows`
        case jury_events.VoteCommitted():
            return t.case_events, (event.case_id, "sealed", event.juror, None, event.commitment, None)
        case jury_events.VoteRevealed():
            return t.case_events, (event.case_id, "revealed", event.juror, int(event.vote), None, None)
        case jury_events.CaseClosed():
            return t.case_events, (event.case_id, "closed", None, None, None, None)
        case _:
            return _of_juror(event)


def _of_juror(event: JurorEvent | RewardEvent) -> Made:
    match event:
        case jury_events.JurorJoined():
            return t.juror_events, (event.profile, "joined", event.slot, event.epoch, None, None)
        case jury_events.JurorLeft():
            return t.juror_events, (event.profile, "left", None, event.until, None, None)
        case jury_events.JurorStakeTaken():
            return t.juror_events, (event.profile, "taken", None, None, None, _word(event.amount))
        case jury_events.JurorFined():
            row: Row = (event.profile, "fined", None, None, event.case_id, _word(event.amount))
            return t.juror_events, row
        case jury_events.JuryCredited():
            return t.people_payments, ("jury", "credited", event.payee, _word(event.amount))
        case jury_events.JuryWithdrawn():
            return t.people_payments, ("jury", "withdrawn", event.payee, _word(event.amount))
        case jury_events.JuryFunded():
            return t.people_payments, ("jury", "funded", event.by, _word(event.amount))
        case _:
            return _of_reward(event)


def _of_reward(event: RewardEvent) -> Made:
    match event:
        case reward_events.Tipped():
            row: Row = (event.sender, event.receiver, event.memo, event.payer, event.payee)
            return t.tips, (*row, _word(event.amount))
        case reward_events.TipCounted():
            row = (event.epoch, event.sender, event.receiver, _word(event.counted), _word(event.weight))
            return t.tip_counts, (*row, _word(event.total))
        case reward_events.PoolSponsored():
            row = (event.epoch, "sponsored", None, event.by, None)
            return t.reward_moves, (*row, _word(event.amount))
        case reward_events.RewardClaimed():
            row = (event.epoch, "claimed", event.profile, event.payee, None)
            return t.reward_moves, (*row, _word(event.amount))
        case reward_events.PoolRolled():
            row = (event.epoch, "rolled", None, None, event.into)
            return t.reward_moves, (*row, _word(event.amount))


def _word(number: int) -> bytes:
    return number.to_bytes(32, "big")

"""Cases with their juries, folded from their events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, exists, func, select

from hashtagspace.domain.people_states import CaseKind, CaseState
from hashtagspace.store import tables

NO_CASE_AFTER: Final = 2**63 - 1
_MOST_OF_ACCOUNT: Final = 4
_MOST_OF_CASE: Final = 32


@dataclass(frozen=True, slots=True)
class JurorRecord:
    """A drawn juror; `vote` None until it is revealed."""

    profile: int
    has_committed: bool
    vote: int | None


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """What somebody added; `is_plea`: by the custody of the profile."""

    by: bytes
    evidence: bytes
    at: int
    is_plea: bool


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as it stands. Times are of blocks; `commit_until` None before the draw.

    `verdict` and `decided_epoch` None until it is decided; `drawn_epoch`: whose draw sponsors paid for.
    """

    case_id: int
    profile: int
    kind: CaseKind
    state: CaseState
    payer: bytes
    evidence: bytes | None
    opened_at: int
    answered_at: int | None
    commit_until: int | None
    jurors: tuple[JurorRecord, ...]
    verdict: int | None
    decided_epoch: int | None
    drawn_epoch: int | None
    added: tuple[EvidenceRecord, ...]


_o = tables.case_openings.c
_e = tables.case_events.c
_v = tables.people_verdicts.c
_j = tables.case_jurors.c
_k = tables.check_openings.c


def _has(event: str) -> ColumnElement[bool]:
    return exists().where(_e.case_id == _o.case_id, _e.event == event)


_STATE: Final = case(
    (exists().where(_v.case_id == _o.case_id), int(CaseState.DECIDED)),
    (_has("closed"), int(CaseState.CLOSED)),
    (_has("drawn"), int(CaseState.VOTING)),
    (_o.kind != int(CaseKind.CHECK), int(CaseState.READY)),
    (_has("answered"), int(CaseState.READY)),
    else_=int(CaseState.ASKED),
)
_CASES: Final[Select[Any]] = (
    select(_o.case_id, _o.profile, _o.kind, _STATE, _o.payer, _o.evidence, _o.block_time)
    .where(_o.case_id < bindparam("after"))
    .order_by(_o.case_id.desc())
    .limit(bindparam("most"))
)
_IDS: Final[ColumnElement[Any]] = bindparam("ids", expanding=True)
_EVENTS: Final = (
    select(_e.case_id, _e.event, _e.juror, _e.vote, _e.word, _e.until, _e.block_time)
    .where(_e.case_id.in_(_IDS))
    .order_by(_e.block_number, _e.log_index)
)
_JURORS: Final = select(_j.case_id, _j.juror).where(_j.case_id.in_(_IDS)).order_by(_j.case_id, _j.place)
_VERDICTS: Final = select(_v.case_id, _v.verdict, _v.epoch).where(_v.case_id.in_(_IDS))
_OPENED: Final = select(_k.number, _k.case_id).where(_k.epoch == bindparam("epoch"))
_x = tables.case_evidence.c
_q = tables.profiles.c
_is_plea = case((_q.custody == _x.account, 1), else_=0)
_is_payer = case((_o.payer == _x.account, 1), else_=0)
_PLACE = (_x.block_number, _x.log_index)
# Anyone adds as often as it likes: of one account the first few, the profile's own word first.
_by_account = (
    select(
        _x.case_id,
        _x.account,
        _x.evidence,
        _x.block_time,
        *_PLACE,
        _is_plea.label("is_plea"),
        _is_payer.label("is_payer"),
        func.row_number().over(partition_by=(_x.case_id, _x.account), order_by=_PLACE).label("nth"),
    )
    .select_from(
        tables.case_evidence.join(tables.case_openings, _o.case_id == _x.case_id).outerjoin(
            tables.profiles, _q.profile == _o.profile
        )
    )
    .where(_x.case_id.in_(_IDS))
    .subquery()
)
_a = _by_account.c
_by_case = (
    select(
        _a.case_id,
        _a.account,
        _a.evidence,
        _a.block_time,
        _a.is_plea,
        func.row_number()
        .over(
            partition_by=_a.case_id,
            order_by=(_a.is_plea.desc(), _a.is_payer.desc(), _a.block_number, _a.log_index),
        )
        .label("place"),
    )
    .where(_a.nth <= _MOST_OF_ACCOUNT)
    .subquery()
)
_ADDED: Final = (
    select(*(_by_case.c[name] for name in ("case_id", "account", "evidence", "block_time", "is_plea")))
    .where(_by_case.c.place <= _MOST_OF_CASE)
    .order_by(_by_case.c.case_id, _by_case.c.place)
)
_DRAWN: Final = select(_k.case_id, _k.epoch).where(_k.case_id.in_(_IDS))


def list_cases(
    connection: Connection,
    *,
    profile: int | None = None,
    juror: int | None = None,
    state: CaseState | None = None,
    after: int = NO_CASE_AFTER,
    limit: int = 20,
) -> list[CaseRecord]:
    """Cases below the number `after`, latest first: about a profile, with a juror, in a state."""
    statement = _CASES
    if profile is not None:
        statement = statement.where(_o.profile == profile)
    if juror is not None:
        statement = statement.where(_o.case_id.in_(select(_j.case_id).where(_j.juror == juror)))
    if state is not None:
        statement = statement.where(_STATE.in_([int(state)]))
    rows = connection.execute(statement, {"after": after, "most": limit}).all()
    return _complete(connection, rows)


def find_open_check(connection: Connection, profile: int) -> tuple[CaseRecord | None, int]:
    """The profile's open check or appeal, and the epoch in which its last one was decided; 0 = never."""
    statement = _CASES.where(_o.profile == profile, _o.kind != int(CaseKind.ACCUSATION))
    rows = connection.execute(statement, {"after": NO_CASE_AFTER, "most": 8}).all()
    records = _complete(connection, rows)
    over = (CaseState.DECIDED, CaseState.CLOSED)
    found = next((record for record in records if record.state not in over), None)
    return found, max((record.decided_epoch or 0 for record in records), default=0)


def map_drawn(connection: Connection, epoch: int) -> dict[int, int]:
    """The cases of the drawn checks of an epoch that were opened, by the check's number."""
    rows = connection.execute(_OPENED, {"epoch": epoch})
    return {row[0]: row[1] for row in rows}


def _complete(connection: Connection, rows: Sequence[Any]) -> list[CaseRecord]:
    ids = {"ids": [row[0] for row in rows]}
    if not rows:
        return []
    drawn = {row[0]: row[1] for row in connection.execute(_DRAWN, ids)}
    verdicts = {row[0]: (row[1], row[2]) for row in connection.execute(_VERDICTS, ids)}
    jurors: dict[int, list[int]] = {}
    for case_id, juror in connection.execute(_JURORS, ids):
        jurors.setdefault(case_id, []).append(juror)
    events: dict[int, list[Any]] = {}
    for event in connection.execute(_EVENTS, ids):
        events.setdefault(event[0], []).append(event)
    added: dict[int, list[EvidenceRecord]] = {}
    for case_id, by, evidence, at, is_plea in connection.execute(_ADDED, ids):
        added.setdefault(case_id, []).append(EvidenceRecord(bytes(by), bytes(evidence), at, bool(is_plea)))
    return [
        replace(
            _fold(row, events.get(row[0], []), jurors.get(row[0], []), verdicts.get(row[0])),
            drawn_epoch=drawn.get(row[0]),
            added=tuple(added.get(row[0], ())),
        )
        for row in rows
    ]


def _fold(
    row: Any,  # noqa: ANN401 - a row
    events: Sequence[Any],
    jurors: Sequence[int],
    verdict: tuple[int, int] | None,
) -> CaseRecord:
    case_id, profile, kind, state, payer, evidence, opened_at = row
    answer = next((event for event in events if event.event == "answered"), None)
    draw = next((event for event in events if event.event == "drawn"), None)
    sealed = {event.juror for event in events if event.event == "sealed"}
    votes = {event.juror: event.vote for event in events if event.event == "revealed"}
    first = bytes(evidence) if kind != int(CaseKind.CHECK) else None
    return CaseRecord(
        case_id,
        profile,
        CaseKind(kind),
        CaseState(state),
        bytes(payer),
        first if answer is None else bytes(answer.word),
        opened_at,
        None if answer is None else answer.block_time,
        None if draw is None else draw.until,
        tuple(JurorRecord(juror, juror in sealed, votes.get(juror)) for juror in jurors),
        None if verdict is None else verdict[0],
        None if verdict is None else verdict[1],
        None,
        (),
    )

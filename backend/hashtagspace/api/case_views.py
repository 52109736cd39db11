"""Cases as JSON."""

from collections.abc import Mapping
from typing import Any, Final

from hashtagspace.api.cursor import Cursor, encode_cursor
from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339_seconds
from hashtagspace.api.post_views import build_card
from hashtagspace.api.schemas.case import CasesQuery
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_states import CaseKind, CaseState, Vote
from hashtagspace.store import read_cases, read_people, read_posts
from hashtagspace.store.read_cases import CaseRecord, JurorRecord
from hashtagspace.store.read_feeds import FeedKey
from hashtagspace.store.read_posts import AuthorRecord
from hashtagspace.store.reader import Connection

_REVEAL_PART: Final = 4  # of an epoch
_VOTES: Final[Mapping[int, str]] = {Vote.UNCLEAR: "unclear", Vote.PASS: "pass", Vote.FAKE: "fake"}
_STATES: Final = {state.name.lower(): state for state in CaseState}


def build_page(connection: Connection, query: CasesQuery, after: FeedKey) -> dict[str, Any]:
    """A page of cases, latest first; empty on a network without people contracts."""
    terms = read_people.find_terms(connection)
    if terms is None:
        return {"items": [], "nextCursor": None}
    records = read_cases.list_cases(
        connection,
        profile=query.profile,
        juror=query.juror,
        state=None if query.state is None else _STATES[query.state],
        after=min(int.from_bytes(after.post_id[:8], "big"), read_cases.NO_CASE_AFTER),
        limit=query.limit + 1,
    )
    shown = records[: query.limit]
    people = {one.profile for one in shown} | {juror.profile for one in shown for juror in one.jurors}
    authors = read_posts.map_authors(connection, people)
    last = Cursor(0, shown[-1].case_id.to_bytes(8, "big")) if len(records) > query.limit else None
    items = [_build_case(one, authors, terms.clock) for one in shown if one.profile in authors]
    return {"items": items, "nextCursor": last and encode_cursor(last)}


def _build_case(record: CaseRecord, authors: Mapping[int, AuthorRecord], clock: EpochClock) -> dict[str, Any]:
    ready_at = record.answered_at or record.opened_at
    until = record.opened_at + clock.epoch_seconds if record.state is CaseState.ASKED else record.commit_until
    reveal = (
        None if record.commit_until is None else record.commit_until + clock.epoch_seconds // _REVEAL_PART
    )
    return {
        "caseId": str(record.case_id),
        "profile": build_card(authors[record.profile]),
        "kind": CaseKind(record.kind).name.lower(),
        "state": record.state.name.lower(),
        "evidence": maybe_hex(record.evidence),
        "added": [
            {
                "by": hex_of(one.by),
                "evidence": hex_of(one.evidence),
                "at": rfc3339_seconds(one.at),
                "isPlea": one.is_plea,
            }
            for one in record.added
        ],
        "payer": hex_of(record.payer),
        "openedAt": rfc3339_seconds(record.opened_at),
        "epoch": clock.epoch_at(ready_at),
        "until": None if until is None else rfc3339_seconds(until),
        "revealUntil": None if reveal is None else rfc3339_seconds(reveal),
        "jurors": [_build_juror(juror, authors) for juror in record.jurors if juror.profile in authors],
        "verdict": None if record.verdict is None else _VOTES.get(record.verdict),
        "decidedEpoch": record.decided_epoch,
        "drawnEpoch": record.drawn_epoch,
    }


def _build_juror(juror: JurorRecord, authors: Mapping[int, AuthorRecord]) -> dict[str, Any]:
    return {
        "profile": build_card(authors[juror.profile]),
        "hasCommitted": juror.has_committed,
        "vote": None if juror.vote is None else _VOTES.get(juror.vote),
    }

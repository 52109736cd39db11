"""Epochs as JSON: what was computed, committed, posted and disputed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hashtagspace.api.encode import hex_of, maybe_hex, rfc3339_seconds
from hashtagspace.api.personhood_views import ROOT_STATES, build_coverage
from hashtagspace.domain.people_commitment import EpochHead, decode_head
from hashtagspace.domain.people_states import Turn
from hashtagspace.errors import InvalidInput, NotFound
from hashtagspace.store import people_scores, read_cases, read_people, read_roots
from hashtagspace.store.people_scores import EpochRow
from hashtagspace.store.read_people import PeopleNow
from hashtagspace.store.read_roots import DisputeRecord, PostRecord
from hashtagspace.store.reader import Connection

_TURNS: Final[Mapping[Turn, str]] = {
    Turn.NONE: "open",
    Turn.OPEN: "open",
    Turn.CHOOSE: "choose",
    Turn.ANSWER: "answer",
    Turn.CONTRADICT: "contradict",
    Turn.OVER: "over",
}


@dataclass(frozen=True, slots=True)
class EpochFacts:
    """What is known of one epoch; `computed` None: this gateway has not computed it."""

    number: int
    beacon: bytes | None
    computed: EpochRow | None
    posts: Sequence[PostRecord]

    @property
    def final(self) -> PostRecord | None:
        """The post that is the epoch's root."""
        return read_roots.find_final(self.posts)


def list_epochs(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Epochs, latest first; none on a network without people contracts."""
    now = read_people.find_now(connection)
    if now is None:
        return []
    lowest = max(1, now.epoch - limit + 1)
    posts = read_roots.map_posts(connection, lowest, now.epoch)
    numbers = range(now.epoch, lowest - 1, -1)
    return [_build_summary(_read(connection, number, posts.get(number, [])), now) for number in numbers]


def build_epoch(connection: Connection, epoch: int) -> dict[str, Any]:
    """One epoch with header and draws; raises `people.epoch_unknown`."""
    now = read_people.find_now(connection)
    if now is None or epoch > now.epoch:
        raise unknown_epoch()
    facts = find_facts(connection, epoch)
    head = find_head(facts)
    return _build_summary(facts, now) | {
        "header": head and build_head(head),
        "draws": [] if head is None else _build_draws(connection, head),
    }


def find_facts(connection: Connection, epoch: int) -> EpochFacts:
    """What is known of an epoch."""
    return _read(connection, epoch, read_roots.map_posts(connection, epoch, epoch).get(epoch, []))


def find_head(facts: EpochFacts) -> EpochHead | None:
    """The header of the final root, else of what this gateway computed; None of neither."""
    data = facts.final.header if facts.final else facts.computed.header if facts.computed else None
    try:
        return None if data is None else decode_head(data)
    except InvalidInput:
        return None


def build_head(head: EpochHead) -> dict[str, Any]:
    """A header, member by member."""
    return {
        "epoch": head.epoch,
        "seats": head.seats,
        "accounts": head.accounts,
        "vetted": head.vetted,
        "fakes": head.fakes,
        "covered": head.covered,
        "columns": [hex_of(column) for column in head.columns],
        "draws": [
            {"seat": draw.seat, "edgeSeat": draw.edge_seat, "edgeCover": str(draw.edge_cover)}
            for draw in head.draws
        ],
    }


def unknown_epoch() -> NotFound:
    """The refusal for an epoch that has not begun, or on a network without people."""
    return NotFound("No such epoch is known here; take one from the list.", code="people.epoch_unknown")


def _read(connection: Connection, number: int, posts: Sequence[PostRecord]) -> EpochFacts:
    beacon = read_people.find_beacon(connection, number)
    return EpochFacts(number, beacon, people_scores.find_epoch(connection, number), posts)


def _build_summary(facts: EpochFacts, now: PeopleNow) -> dict[str, Any]:
    clock, computed, final = now.terms.clock, facts.computed, facts.final
    root = None if computed is None else computed.root
    return {
        "epoch": facts.number,
        "startsAt": rfc3339_seconds(clock.start_of(facts.number)),
        "endsAt": rfc3339_seconds(clock.start_of(facts.number + 1)),
        "beacon": maybe_hex(facts.beacon),
        "computedRoot": maybe_hex(root),
        "finalRoot": None if final is None else hex_of(final.root),
        "coverage": None if computed is None else build_coverage(computed),
        "posts": [_build_post(post, root) for post in facts.posts],
    }


def _build_post(post: PostRecord, computed: bytes | None) -> dict[str, Any]:
    return {
        "post": hex_of(post.post),
        "root": hex_of(post.root),
        "poster": hex_of(post.poster),
        "state": ROOT_STATES[post.state],
        "postedAt": rfc3339_seconds(post.posted_at),
        "until": rfc3339_seconds(post.until),
        "agrees": None if computed is None else post.root == computed,
        "disputes": [_build_dispute(dispute) for dispute in post.disputes],
    }


def _build_dispute(dispute: DisputeRecord) -> dict[str, Any]:
    return {
        "dispute": dispute.dispute,
        "challenger": hex_of(dispute.challenger),
        "column": dispute.column,
        "turn": _TURNS[dispute.turn],
        "until": None if dispute.until is None else rfc3339_seconds(dispute.until),
        "at": rfc3339_seconds(dispute.at),
        "posterLost": dispute.poster_lost,
    }


def _build_draws(connection: Connection, head: EpochHead) -> list[dict[str, Any]]:
    profiles = read_people.map_seats(connection, [draw.seat for draw in head.draws])
    opened = read_cases.map_drawn(connection, head.epoch)
    return [
        {
            "seat": draw.seat,
            "edgeSeat": draw.edge_seat,
            "edgeCover": str(draw.edge_cover),
            "profileId": str(profiles[draw.seat]) if draw.seat in profiles else None,
            "caseId": str(opened[number]) if number in opened else None,
        }
        for number, draw in enumerate(head.draws)
    ]

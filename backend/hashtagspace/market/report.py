"""What an offer cost and brought, out of the chain's events alone: whoever has them gets these numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.market_events import (
    ConsentGiven,
    ConsentWithdrawn,
    Credited,
    DealMoved,
    DeletionAttested,
    EpochDelivered,
    KeyDelivered,
    MarketEvent,
    OfferClosed,
    OfferFunded,
    OfferOpened,
)
from hashtagspace.domain.market_states import DealState
from hashtagspace.domain.odrl import spell_tag
from hashtagspace.market.table import Cell, Column, Kind, Table

Dated = tuple[MarketEvent, int]
"""An event and the time of its block, Unix seconds."""


@dataclass(slots=True)
class Day:
    """What happened on one UTC day; amounts in 1e-18 TAG."""

    day: str
    responses: int = 0
    deliveries: int = 0
    withdrawals: int = 0
    paid: int = 0
    returned: int = 0


@dataclass(slots=True)
class LevelShare:
    """People of one personhood level, and what they were paid."""

    level: int
    people: int = 0
    paid: int = 0


@dataclass(slots=True)
class Report:
    """Amounts in 1e-18 TAG; people are counted once each, by their deal.

    put in = free + held in deals + paid + swept. `vesting_returned` is part of `returned`.
    """

    offer: bytes
    put_in: int = 0
    free: int = 0
    held: int = 0
    paid: int = 0
    returned: int = 0
    vesting_returned: int = 0
    swept: int = 0
    responses: int = 0
    delivered: int = 0
    paid_people: int = 0
    never_delivered: int = 0
    contested: int = 0
    withdrawn: int = 0
    withdrawn_before: int = 0
    deletions_due: int = 0
    cost_per_person: int | None = None
    levels: list[LevelShare] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)


def build_report(
    offer: bytes, terms: OfferTerms, events: Iterable[Dated], levels: Mapping[int, int] | None = None
) -> Report:
    """The report of an offer; `levels` by profile as the chain has them, None leaves the shares out.

    Events of other offers and deals are passed over; those given twice count once.
    """
    counting = _Counting(offer, terms)
    unique = {event.checkpoint: (event, time) for event, time in events}
    for checkpoint in sorted(unique):
        counting.take(*unique[checkpoint])
    return counting.finish(levels)


class _Counting:
    """One pass over the events, in the order of the chain."""

    def __init__(self, offer: bytes, terms: OfferTerms) -> None:
        self._report = Report(offer)
        self._epochs = max(1, terms.epochs)
        self._days: dict[str, Day] = {}
        self._people: dict[bytes, int] = {}
        self._paid: dict[bytes, int] = {}
        self._delivered: set[bytes] = set()
        self._withdrawn: dict[bytes, DealState] = {}
        self._deleted: set[bytes] = set()

    def take(self, event: MarketEvent, time: int) -> None:
        report, day = self._report, self._day(time)
        match event:
            case OfferOpened(offer=offer) if offer == report.offer:
                report.put_in += event.budget
            case OfferFunded(offer=offer) if offer == report.offer:
                report.put_in += event.amount
            case OfferClosed(offer=offer) if offer == report.offer:
                report.swept += event.amount
            case ConsentGiven(offer=offer) if offer == report.offer:
                report.responses += 1
                report.held += event.price * self._epochs
                day.responses += 1
                self._people[event.deal] = event.profile
            case ConsentWithdrawn(offer=offer) if offer == report.offer:
                self._withdraw(event, day)
            case _:
                self._take_of_deal(event, day)

    def _take_of_deal(self, event: MarketEvent, day: Day) -> None:
        match event:
            case KeyDelivered() | EpochDelivered() if event.deal in self._people:
                day.deliveries += 1
                self._delivered.add(event.deal)
            case Credited() if event.deal in self._people:
                self._report.paid += event.amount
                self._report.held -= event.amount
                self._paid[event.deal] = self._paid.get(event.deal, 0) + event.amount
                day.paid += event.amount
            case DealMoved() if event.deal in self._people:
                self._give_back(event.returned, day)
                if event.state is DealState.REFUNDED:
                    self._count_refund(event.deal)
            case DeletionAttested():
                self._deleted.add(event.deal)
            case _:
                pass  # of another deal, or it changes no number

    def _withdraw(self, event: ConsentWithdrawn, day: Day) -> None:
        day.withdrawals += 1
        if event.stage is DealState.NONE:
            self._report.withdrawn_before += 1
            return
        self._report.withdrawn += 1
        self._withdrawn[event.deal] = event.stage
        self._give_back(event.returned, day)
        if event.stage is DealState.VESTING:
            self._report.vesting_returned += event.returned

    def _count_refund(self, deal: bytes) -> None:
        if deal in self._delivered:
            self._report.contested += 1
        else:
            self._report.never_delivered += 1

    def _give_back(self, amount: int, day: Day) -> None:
        self._report.returned += amount
        self._report.held -= amount
        day.returned += amount

    def _day(self, time: int) -> Day:
        name = datetime.fromtimestamp(time, UTC).date().isoformat()
        return self._days.setdefault(name, Day(name))

    def finish(self, levels: Mapping[int, int] | None) -> Report:
        report = self._report
        report.free = report.put_in - report.held - report.paid - report.swept
        report.delivered = len(self._delivered)
        report.paid_people = sum(1 for amount in self._paid.values() if amount)
        report.cost_per_person = report.paid // report.paid_people if report.paid_people else None
        report.deletions_due = len((self._withdrawn.keys() & self._delivered) - self._deleted)
        report.days = [self._days[name] for name in sorted(self._days)]
        if levels is not None:
            report.levels = self._share(levels)
        return report

    def _share(self, levels: Mapping[int, int]) -> list[LevelShare]:
        shares: dict[int, LevelShare] = {}
        for deal, profile in self._people.items():
            share = shares.setdefault(levels.get(profile, 0), LevelShare(levels.get(profile, 0)))
            share.people += 1
            share.paid += self._paid.get(deal, 0)
        return [shares[level] for level in sorted(shares)]


_COUNTS: Final = (
    "responses", "delivered", "paid_people", "never_delivered", "contested", "withdrawn", "withdrawn_before",
    "deletions_due",
)  # fmt: skip
_AMOUNTS: Final = (
    "put_in",
    "free",
    "held",
    "paid",
    "returned",
    "vesting_returned",
    "swept",
    "cost_per_person",
)


def spell_report(report: Report) -> dict[str, object]:
    """The report as JSON: amounts as decimal text of 1e-18 TAG."""
    return {
        "offer": "0x" + report.offer.hex(),
        **{_camel(name): getattr(report, name) for name in _COUNTS},
        **{_camel(name): _amount(getattr(report, name)) for name in _AMOUNTS},
        "levels": [
            {"level": share.level, "people": share.people, "paid": str(share.paid)} for share in report.levels
        ],
        "days": [
            {
                "day": day.day,
                "responses": day.responses,
                "deliveries": day.deliveries,
                "withdrawals": day.withdrawals,
                "paid": str(day.paid),
                "returned": str(day.returned),
            }
            for day in report.days
        ],
    }


def tabulate_days(report: Report) -> Table:
    """One row a day, amounts in TAG."""
    kinds: Sequence[tuple[str, Kind, str]] = (
        ("day", "text", "UTC day"),
        ("responses", "integer", "Consents accepted"),
        ("deliveries", "integer", "Keys delivered"),
        ("withdrawals", "integer", "Consents withdrawn"),
        ("paid_tag", "decimal", "Credited to people, TAG"),
        ("returned_tag", "decimal", "Gone back to the offer, TAG"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            day.day, day.responses, day.deliveries, day.withdrawals, _tag(day.paid), _tag(day.returned),
        )
        for day in report.days
    ]  # fmt: skip
    return Table(tuple(Column(*kind) for kind in kinds), tuple(rows))


def tabulate_totals(report: Report) -> Table:
    """One row a number, amounts in TAG."""
    counts: list[tuple[Cell, ...]] = [(name, str(getattr(report, name))) for name in _COUNTS]
    for name in _AMOUNTS:
        amount = getattr(report, name)
        counts.append((f"{name}_tag", None if amount is None else spell_tag(amount)))
    for share in report.levels:
        counts.append((f"level_{share.level}_people", str(share.people)))
        counts.append((f"level_{share.level}_paid_tag", spell_tag(share.paid)))
    return Table(
        (Column("number", "text", "What is counted"), Column("value", "text", "Value")), tuple(counts)
    )


def _tag(amount: int) -> Decimal:
    return Decimal(spell_tag(amount))


def _amount(value: int | None) -> str | None:
    return None if value is None else str(value)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)

"""Campaign reports from the chain alone, and what a second person finds when recomputing one.

No gateway is asked and no key is needed: anybody makes the report of any offer, or checks somebody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hashtagspace.chain.relay_reads import Head
from hashtagspace.client.audience import HELD_OUT, REACHED, UNTARGETED, Audience
from hashtagspace.client.market import Market
from hashtagspace.client.people_reading import read_people
from hashtagspace.domain.consent import OfferTerms
from hashtagspace.domain.market_events import ConsentGiven, Credited, MarketEvent
from hashtagspace.errors import InvalidInput, NotFound
from hashtagspace.market.roi import Arm, Inputs, Stratum
from hashtagspace.market.roi_document import (
    LIMITS,
    Difference,
    Place,
    ReportFile,
    compare_inputs,
    compare_numbers,
    parse_file,
)
from hashtagspace.personhood.calibration import SAMPLE_SIZE, JudgedSample, JudgedSide
from hashtagspace.personhood.people_at import PeopleAt

_OF_THE_CHAIN: Final = ("paid", "paid_accepted", "paid_rejected", "sample_accepted", "sample_rejected")
_OF_THE_LIST: Final = ("audience", "reached", "held_out", "untargeted")
_NOBODY: Final = Arm()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about. None: the offer's own level (1 if it asks for none), the epoch judged best."""

    level: int | None = None
    epoch: int | None = None
    sample_size: int = SAMPLE_SIZE


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What the business adds: its list, and what it spent on the untargeted, 1e-18 TAG."""

    audience: Audience | None = None
    untargeted_spend: int | None = None


class Reporter:
    """Makes and checks reports of one market, each as of one block."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def make(self, offer: bytes, asked: Asked, disclosed: Disclosed) -> ReportFile:
        """The report as of the latest final block; raises `offer.unknown`, `calibration.*`."""
        head = self._market.reads.read_final()
        people = read_people(self._market, head)
        terms, events = self._read_offer(offer, head)
        level = asked.level or max(1, terms.min_level)
        sample = _find_sample(people, asked, level)
        counts = {} if disclosed.audience is None else disclosed.audience.count(people.level_of, level)
        return ReportFile(
            self._place(offer, head, sample, asked),
            _build_inputs(
                _Scene(people, events, level, sample, terms.min_level), counts, disclosed.untargeted_spend
            ),
            None if disclosed.audience is None else disclosed.audience.digest,
            () if sample is None else (*sample.accepted.drawn, *sample.rejected.drawn),
        )

    def verify(self, data: bytes, audience: Audience | None = None) -> list[Difference]:
        """Everything in a report's file that does not come out again, by name; empty: all of it holds.

        The chain's part is read again up to the block named; the business's own counts are taken as the file
        discloses them, unless its list is at hand. Raises `report.malformed`, `report.other_market`,
        `offer.unknown`.
        """
        told, numbers = parse_file(data)
        self._verify_market(told.place)
        head = self._market.reads.find_block(told.place.block)
        if head is None or (head.hash, head.time_seconds) != (told.place.block_hash, told.place.time):
            there = "no such block" if head is None else f"0x{head.hash.hex()} at {head.time_seconds}"
            return [Difference("block", f"0x{told.place.block_hash.hex()} at {told.place.time}", there)]
        return self._recompute(told, numbers, audience, head)

    def _recompute(
        self, told: ReportFile, numbers: Sequence[Mapping[str, Any]], audience: Audience | None, head: Head
    ) -> list[Difference]:
        people = read_people(self._market, head)
        terms, events = self._read_offer(told.place.offer, head)
        level = told.inputs.level
        sample = None
        if told.place.epoch is not None:
            sample = people.draw(told.place.epoch, level, told.place.sample_size)
        has_list = told.audience_digest is not None
        counts: Mapping[str, Arm] = _spell_arms(told.inputs) if has_list else {}
        if audience is not None:
            counts = audience.count(people.level_of, level)
        scene = _Scene(people, events, level, sample, terms.min_level)
        found = _build_inputs(scene, counts, told.inputs.untargeted_spend)
        differences = [*_find_choices(told, people), *compare_inputs(told.inputs, found, _OF_THE_CHAIN)]
        drawn = () if sample is None else (*sample.accepted.drawn, *sample.rejected.drawn)
        if drawn != told.drawn:
            differences.append(
                Difference("drawn", f"{len(told.drawn)} people", _name_first(told.drawn, drawn))
            )
        if audience is not None or not has_list:  # without a list there is nothing to be taken as disclosed
            differences += compare_inputs(told.inputs, found, _OF_THE_LIST)
        if audience is not None and audience.digest != told.audience_digest:
            differences.append(
                Difference("audienceDigest", _hex(told.audience_digest), _hex(audience.digest))
            )
        return [*differences, *compare_numbers(numbers, found)]

    def _read_offer(self, offer: bytes, head: Head) -> tuple[OfferTerms, list[MarketEvent]]:
        opening = self._market.logs.find_opening(offer)
        if opening is None or opening.checkpoint.block_number > head.number:
            raise NotFound("The chain knows no such offer, or not yet.", code="offer.unknown")
        events = [one.event for one in self._market.logs.list_offer(offer)]
        return opening.terms, [one for one in events if one.checkpoint.block_number <= head.number]

    def _place(self, offer: bytes, head: Head, sample: JudgedSample | None, asked: Asked) -> Place:
        deployment = self._market.deployment
        return Place(
            deployment.chain_id, deployment.data_market, offer, head.number, head.hash, head.time_seconds,
            None if sample is None else sample.epoch, 0 if sample is None else asked.sample_size,
        )  # fmt: skip

    def _verify_market(self, place: Place) -> None:
        deployment = self._market.deployment
        if (place.chain_id, place.market) != (deployment.chain_id, deployment.data_market):
            raise InvalidInput(
                "The report is about another market than the deployment you gave: give that one's.",
                code="report.other_market",
            )


@dataclass(frozen=True, slots=True)
class _Scene:
    """The chain's part of a report."""

    people: PeopleAt
    events: Sequence[MarketEvent]
    level: int
    sample: JudgedSample | None
    min_level: int


def _find_choices(told: ReportFile, people: PeopleAt) -> list[Difference]:
    """What of the sample was picked: whoever tries epochs and sizes finds one that flatters.

    And limits left out.
    """
    ruled = people.find_sample(told.inputs.level)
    rule = "none" if ruled is None else f"epoch {ruled.epoch}, {SAMPLE_SIZE} of each side"
    place = told.place
    picked = "none" if place.epoch is None else f"epoch {place.epoch}, {place.sample_size} of each side"
    differences = [] if picked == rule else [Difference("calibration", picked, rule)]
    if told.limits != LIMITS:
        differences.append(Difference("limits", f"{len(told.limits)} sentences", "other sentences"))
    return differences


def _find_sample(people: PeopleAt, asked: Asked, level: int) -> JudgedSample | None:
    if asked.epoch is None:
        return people.find_sample(level, asked.sample_size)
    return people.draw(asked.epoch, level, asked.sample_size)


def _build_inputs(scene: _Scene, counts: Mapping[str, Arm], untargeted_spend: int | None) -> Inputs:
    profiles = {event.deal: event.profile for event in scene.events if isinstance(event, ConsentGiven)}
    paid: dict[int, int] = {}
    for event in scene.events:
        if isinstance(event, Credited) and event.deal in profiles and event.amount:
            profile = profiles[event.deal]
            paid[profile] = paid.get(profile, 0) + event.amount
    accepted = sum(1 for profile in paid if scene.people.level_of(profile) >= scene.level)
    sample, audience = scene.sample, counts.get("")
    if not counts and paid and scene.min_level < scene.level:
        audience = Arm(accepted, len(paid) - accepted)  # whoever answered an offer for everybody
    return Inputs(
        scene.level, sum(paid.values()), accepted, len(paid) - accepted,
        None if sample is None else _count(sample.accepted),
        None if sample is None else _count(sample.rejected),
        audience, counts.get(REACHED, _NOBODY), counts.get(HELD_OUT, _NOBODY),
        counts.get(UNTARGETED, _NOBODY), untargeted_spend,
    )  # fmt: skip


def _count(side: JudgedSide) -> Stratum:
    return Stratum(side.population, side.count("real"), side.count("fake"), side.count("silent"))


def _spell_arms(inputs: Inputs) -> dict[str, Arm]:
    arms = {REACHED: inputs.reached, HELD_OUT: inputs.held_out, UNTARGETED: inputs.untargeted}
    return arms if inputs.audience is None else {"": inputs.audience, **arms}


def _name_first(told: Sequence[tuple[int, str]], found: Sequence[tuple[int, str]]) -> str:
    for one, other in zip(told, found, strict=False):
        if one != other:
            return f"profile {other[0]} is {other[1]} where profile {one[0]} is said to be {one[1]}"
    return f"{len(found)} people"


def _hex(data: bytes | None) -> str:
    return "none" if data is None else "0x" + data.hex()

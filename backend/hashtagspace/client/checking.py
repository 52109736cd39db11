"""A response before it is accepted: every promise of it is checked, each by name.

Nothing a gateway says is believed: ids and digests are computed here, custody and level come from the chain,
the bytes are opened and hashed. What could not be looked at does not hold.
"""

from dataclasses import dataclass

from hashtagspace.client.check_consent import ConsentChecks
from hashtagspace.client.check_record import RecordChecks
from hashtagspace.client.check_steps import Expected, Steps
from hashtagspace.client.market import Market
from hashtagspace.client.market_records import Response
from hashtagspace.client.records import Check
from hashtagspace.domain.consent import Consent
from hashtagspace.market.envelope import EnvelopeContents
from hashtagspace.market.selection import Selection


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one response; its parts are None where they could not be had."""

    profile: str
    checks: tuple[Check, ...]
    deal: bytes | None = None
    consent: Consent | None = None
    signature: bytes = b""
    envelope: bytes | None = None
    contents: EnvelopeContents | None = None
    selection: Selection | None = None

    @property
    def ok(self) -> bool:
        """Whether all checks hold."""
        return all(check.ok for check in self.checks)

    @property
    def problems(self) -> list[Check]:
        """The checks that do not hold."""
        return [check for check in self.checks if not check.ok]


def check_response(market: Market, expected: Expected, response: Response, seen: dict[int, bytes]) -> Verdict:
    """The verdict on one response.

    `seen` maps every X met before to its deal. A well signed response adds its own, so that a second deal
    with the same X does not hold, whoever sends it.
    """
    steps = Steps()
    first = ConsentChecks(market, expected, response, seen)
    first.run(steps)
    if first.consent is None:
        return Verdict(response.profile_id, tuple(steps.checks))
    second = RecordChecks(market, expected, first.consent, response.envelope)
    second.run(steps)
    return Verdict(
        response.profile_id, tuple(steps.checks), first.deal, first.consent, first.signature,
        second.envelope, second.contents, second.selection,
    )  # fmt: skip

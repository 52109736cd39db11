"""Every call that a relay carries, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import InvalidInput
from hashtagspace.relay.answers import CallSubmission
from hashtagspace.relay.call_arguments import Values
from hashtagspace.relay.call_forms import CallForm, Lane
from hashtagspace.relay.market_calls import MARKET_FORMS, repeatable_id
from hashtagspace.relay.people_calls import PEOPLE_FORMS
from hashtagspace.relay.profile_calls import PROFILE_FORMS

CALL_FORMS: Final[Mapping[str, CallForm]] = {**PROFILE_FORMS, **MARKET_FORMS, **PEOPLE_FORMS}


@dataclass(frozen=True, slots=True)
class ParsedCall:
    """A call whose arguments fit."""

    form: CallForm
    values: Values
    calldata: bytes
    call_id: bytes

    @property
    def digest(self) -> bytes:
        """keccak256 of the calldata."""
        return keccak256(self.calldata)


def get_call_form(name: str) -> CallForm:
    """The form of this name; raises `call.unknown`: a relay carries these and nothing else."""
    form = CALL_FORMS.get(name)
    if form is None:
        known = ", ".join(CALL_FORMS)
        raise InvalidInput(
            f"This relay carries no call of that name; it carries {known}.", code="call.unknown"
        )
    return form


def parse_call(submission: CallSubmission) -> ParsedCall:
    """The call with typed arguments; raises `call.unknown`, `call.arguments`.

    Its id is the Keccak-256 of its calldata, of what may be repeated with the stamp's time behind it.
    """
    form = get_call_form(submission.call)
    values = form.parse(submission.arguments)
    calldata = form.encode(values)
    market = MARKET_FORMS.get(form.name)
    if market is not None and market.is_repeatable:
        return ParsedCall(form, values, calldata, repeatable_id(calldata, submission.stamp.time_seconds))
    return ParsedCall(form, values, calldata, keccak256(calldata))


def lane_of(name: str) -> Lane:
    """Whose budgets pay for a kept call; the faucet's share is paid as calls are."""
    form = CALL_FORMS.get(name)
    return "calls" if form is None else form.lane

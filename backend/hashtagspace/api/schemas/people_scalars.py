"""Scalars of people: levels, epochs, shares, and inputs that name a case or an epoch."""

import re
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

_DECIMAL: Final = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
_MAX_EPOCH: Final = 2**32 - 1

Level = Annotated[int, Field(ge=0, le=3, description="0: not enough evidence")]
Epoch = Annotated[int, Field(ge=0, le=_MAX_EPOCH)]
ShareText = Annotated[
    str,
    Field(
        pattern=r"^-?(0|[1-9][0-9]{0,18})$",
        description="In 1/65,536, in decimal: 65536 is what an average account has",
        examples=["32768"],
    ),
]
CaseIdText = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$", description="Number of a case, in decimal")]
CaseKindWord = Literal["check", "appeal", "accusation"]
CaseStateWord = Literal["asked", "ready", "voting", "decided", "closed"]
VerdictWord = Literal["unclear", "pass", "fake"]
Gate = Literal["withheld", "warned", "open"]
RootState = Literal["open", "refuted", "final", "passedOver"]
TurnWord = Literal["open", "choose", "answer", "contradict", "over"]
_STATES: Final = ("asked", "ready", "voting", "decided", "closed")


def _parse_epoch(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_EPOCH:
        return value
    if isinstance(value, str) and _DECIMAL.fullmatch(value) and int(value) <= _MAX_EPOCH:
        return int(value)
    raise PydanticCustomError(
        "people.epoch_malformed", "An epoch is a whole number from 1 on; take it from the list of epochs."
    )


def _parse_state(value: object) -> object:
    if value in _STATES:
        return value
    raise PydanticCustomError(
        "people.state_unknown", "The state is asked, ready, voting, decided or closed; leave it out for all."
    )


EpochInput = Annotated[
    int,
    BeforeValidator(_parse_epoch),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _MAX_EPOCH, "description": "Epoch"}),
]
CaseStateChoice = Annotated[
    CaseStateWord,
    BeforeValidator(_parse_state),
    WithJsonSchema({"type": "string", "enum": list(_STATES), "description": "Where a case stands"}),
]

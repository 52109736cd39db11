"""The calibration sample of an epoch: who was drawn to measure a level's errors, and what juries found."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hashtagspace.api.schemas.base import Input, Output
from hashtagspace.api.schemas.people_scalars import Epoch, EpochInput
from hashtagspace.api.schemas.scalars import Bytes32Hex, Count, ProfileIdText

_MOST: Final = 500


class DrawnProfile(Output):
    """Silent: no jury found anything, whether nobody asked or nobody answered."""

    profile_id: ProfileIdText
    verdict: Literal["real", "fake", "silent"]


class CalibrationSide(Output):
    """One side of the filter: how many profiles it has, and those drawn, in their order."""

    population: Count
    drawn: list[DrawnProfile]


class CalibrationSample(Output):
    """Check it with `hashtagspace report --verify`: the population is this gateway's word."""

    epoch: Epoch
    beacon: Bytes32Hex
    level: Annotated[int, Field(ge=1, le=3)]
    size: Count
    accepted: CalibrationSide
    rejected: CalibrationSide


class Calibration(Output):
    """The sample with most verdicts of the last 12 epochs, or that of the epoch asked for."""

    sample: CalibrationSample | None = Field(
        description="None on a network without people, or before anybody drawn was judged"
    )


def _parse_between(least: int, most: int, what: str) -> BeforeValidator:
    def parse(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4:
            number = int(value)
            if least <= number <= most:
                return number
        raise PydanticCustomError("calibration.malformed", f"{what} is a number from {least} to {most}.")

    return BeforeValidator(parse)


class CalibrationQuery(Input):
    """A filter, how many are drawn on each side, and an epoch."""

    level: Annotated[
        int,
        _parse_between(1, 3, "A filter"),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 3, "description": "The filter"}),
    ] = 1
    size: Annotated[
        int,
        _parse_between(1, _MOST, "A sample"),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _MOST, "description": "On each side"}),
    ] = 100
    epoch: EpochInput | None = None

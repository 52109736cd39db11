"""Errors of the depot; every one has an exact code."""

from hashtagspace.errors import Conflict, InvalidContent, Refused


class BadDeposit(InvalidContent):
    """What was handed in breaks a rule; sending it again changes nothing."""

    code = "depot.invalid"


class DepositConflict(Conflict):
    """What was handed in contradicts the chain, or what is kept here."""

    code = "depot.conflict"


class NotEntitled(Refused):
    """The signature is not of whoever must sign."""

    code = "depot.signature"

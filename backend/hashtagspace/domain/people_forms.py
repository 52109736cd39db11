"""What a profile's custody signs about people: vouch, withdrawal, answer, appeal, tip.

Each has the domain of the contract that takes it: Vouches, Jury, RewardPool. Deadlines are Unix seconds.
"""

from dataclasses import astuple, dataclass
from typing import ClassVar

from hashtagspace.domain.eip712 import StructType, TypedDomain, Value, typed_digest, wallet_json

_DIRECTION = (("from", "uint64"), ("to", "uint64"))
_SIGNED_ONCE = (("nonce", "uint256"), ("deadline", "uint64"))


@dataclass(frozen=True, slots=True)
class Vouch:
    """`sender` says that somebody is behind `receiver`, and locks a stake; to Vouches."""

    STRUCT: ClassVar = StructType("Vouch", (*_DIRECTION, *_SIGNED_ONCE))
    sender: int
    receiver: int
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class WithdrawVouch:
    """`sender` takes its vouch back; to Vouches."""

    STRUCT: ClassVar = StructType("Withdraw", (*_DIRECTION, *_SIGNED_ONCE))
    sender: int
    receiver: int
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """The asked profile shows jurors something, by digest; to Jury."""

    STRUCT: ClassVar = StructType(
        "Answer", (("caseId", "uint256"), ("evidence", "bytes32"), ("deadline", "uint64"))
    )
    case_id: int
    evidence: bytes
    deadline: int


@dataclass(frozen=True, slots=True)
class AppealCase:
    """The profile asks for its own check and pays the deposit; to Jury."""

    STRUCT: ClassVar = StructType("Appeal", (("profile", "uint64"), ("evidence", "bytes32"), *_SIGNED_ONCE))
    profile: int
    evidence: bytes
    nonce: int
    deadline: int


@dataclass(frozen=True, slots=True)
class TipProfile:
    """`amount` of TAG (1e-18) goes to `receiver`; `nonce` is any number not used before; to RewardPool."""

    STRUCT: ClassVar = StructType(
        "Tip", (*_DIRECTION, ("amount", "uint128"), ("memo", "bytes32"), *_SIGNED_ONCE)
    )
    sender: int
    receiver: int
    amount: int
    memo: bytes
    nonce: int
    deadline: int


PeopleForm = Vouch | WithdrawVouch | AnswerCase | AppealCase | TipProfile


def people_digest(form: PeopleForm, domain: TypedDomain) -> bytes:
    """The 32 bytes that are signed; ValueError when a value does not fit its type."""
    return typed_digest(domain, form.STRUCT, _message(form))


def people_form_to_wallet(form: PeopleForm, domain: TypedDomain) -> dict[str, object]:
    """The argument of `eth_signTypedData_v4`."""
    return wallet_json(domain, form.STRUCT, _message(form))


def _message(form: PeopleForm) -> dict[str, Value]:
    values: tuple[Value, ...] = astuple(form)
    return dict(zip((name for name, _ in form.STRUCT.members), values, strict=True))

"""The signed calls of ProfileRegistry that a relay may carry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import PROFILE_REGISTRY
from hashtagspace.domain import typed_data
from hashtagspace.relay.call_arguments import Kind, Struct, Values, data, number, refuse, text
from hashtagspace.relay.call_forms import SIGNED, CallForm

GRANT: Final = Struct((("key", "address"), ("until", "uint64"), ("kinds", "uint32")))
_Build = Callable[[Values, int, int], typed_data.Form]


@dataclass(frozen=True, slots=True)
class ProfileForm(CallForm):
    """One `…For` function and the typed form that was signed.

    `build` takes the arguments, the profile and the profile's nonce (0 where the form has none).
    """

    build: _Build
    has_nonce: bool = False


def grant(values: Values) -> tuple[bytes, int, int]:
    """The argument `grant`: key, until, kinds."""
    match values["grant"]:
        case (bytes() as key, int() as until, int() as kinds):
            return key, until, kinds
        case _:
            raise refuse("The argument grant is an object of key, until and kinds.")


def _form(name: str, *parameters: tuple[str, Kind], build: _Build, nonce: bool = False) -> ProfileForm:
    return ProfileForm(name, PROFILE_REGISTRY, parameters, "calls", build, nonce)


_PROFILE: Final = ("profile", "uint64")
_FORMS: Final = (
    _form(
        "registerFor",
        ("custody", "address"), ("handle", "string"), ("recovery", "address"), ("content", "bytes32"),
        ("encryptionKey", "bytes32"), ("grant", GRANT), *SIGNED,
        build=lambda v, profile, _: typed_data.Register(
            profile, text(v, "handle"), data(v, "recovery"), data(v, "content"), data(v, "encryptionKey"),
            *grant(v), number(v, "deadline"),
        ),
    ),
    _form(
        "authoriseKeyFor",
        _PROFILE, ("grant", GRANT), *SIGNED,
        build=lambda v, profile, _: typed_data.AuthoriseKey(profile, *grant(v), number(v, "deadline")),
    ),
    _form(
        "revokeKeyFor",
        _PROFILE, ("key", "address"), ("voidFrom", "uint64"), *SIGNED,
        build=lambda v, profile, _: typed_data.RevokeKey(
            profile, data(v, "key"), number(v, "voidFrom"), number(v, "deadline")
        ),
    ),
    _form(
        "setEncryptionKeyFor",
        _PROFILE, ("encryptionKey", "bytes32"), *SIGNED,
        build=lambda v, profile, nonce: typed_data.SetEncryptionKey(
            profile, data(v, "encryptionKey"), nonce, number(v, "deadline")
        ),
        nonce=True,
    ),
    _form(
        "transferCustodyFor",
        _PROFILE, ("to", "address"), ("deadline", "uint64"),
        ("custodySignature", "bytes"), ("toSignature", "bytes"),
        build=lambda v, profile, nonce: typed_data.TransferCustody(
            profile, data(v, "to"), nonce, number(v, "deadline")
        ),
        nonce=True,
    ),
    _form(
        "requestRecoveryFor",
        _PROFILE, ("to", "address"), ("deadline", "uint64"),
        ("recoverySignature", "bytes"), ("toSignature", "bytes"),
        build=lambda v, profile, nonce: typed_data.RequestRecovery(
            profile, data(v, "to"), nonce, number(v, "deadline")
        ),
        nonce=True,
    ),
    _form(
        "cancelRecoveryFor",
        _PROFILE, *SIGNED,
        build=lambda v, profile, nonce: typed_data.CancelRecovery(profile, nonce, number(v, "deadline")),
        nonce=True,
    ),
    _form(
        "requestRecoveryChangeFor",
        _PROFILE, ("recovery", "address"), *SIGNED,
        build=lambda v, profile, nonce: typed_data.RequestRecoveryChange(
            profile, data(v, "recovery"), nonce, number(v, "deadline")
        ),
        nonce=True,
    ),
    _form(
        "vetoRecoveryChangeFor",
        _PROFILE, *SIGNED,
        build=lambda v, profile, nonce: typed_data.VetoRecoveryChange(profile, nonce, number(v, "deadline")),
        nonce=True,
    ),
)  # fmt: skip
PROFILE_FORMS: Final[Mapping[str, ProfileForm]] = {form.name: form for form in _FORMS}

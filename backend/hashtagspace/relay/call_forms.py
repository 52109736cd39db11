"""The signed calls that a relay may carry: their arguments out of JSON, their calldata, their digests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import PROFILE_REGISTRY, decode_call, encode_call
from hashtagspace.domain import typed_data
from hashtagspace.errors import InvalidInput

GRANT: Final = "(address,uint64,uint32)"
_MAX_SIGNATURE_BYTES: Final = 4096
_MAX_TEXT: Final = 64
_LENGTHS: Final = {"address": 20, "bytes32": 32}
_BITS: Final = {"uint32": 32, "uint64": 64}

Value = int | str | bytes | tuple[bytes, int, int]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class CallForm:
    """One `…For` function of ProfileRegistry: parameters in order, and the typed form that was signed.

    `build` takes the arguments, the profile and the profile's nonce (None where the form has none).
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    build: Callable[[Values, int, int], typed_data.Form]
    has_nonce: bool = False

    def parse(self, arguments: Mapping[str, object]) -> dict[str, Value]:
        """The typed arguments; raises `call.arguments` naming the first that does not fit."""
        unknown = sorted(set(arguments) - {name for name, _ in self.parameters})
        if unknown:
            raise _refuse(f"{self.name} takes no argument {unknown[0][:40]!r}.")
        return {name: _parse(name, kind, arguments.get(name)) for name, kind in self.parameters}

    def encode(self, values: Values) -> bytes:
        """The calldata."""
        return encode_call(PROFILE_REGISTRY, self.name, [values[name] for name, _ in self.parameters])

    def decode(self, calldata: bytes) -> dict[str, Value]:
        """The arguments that `encode` put into calldata."""
        return decode_call(PROFILE_REGISTRY, calldata)


def _refuse(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, code="call.arguments")


def _parse(name: str, kind: str, value: object) -> Value:
    if kind == GRANT:
        return _parse_grant(name, value)
    if kind in _BITS:
        return _parse_number(name, value, _BITS[kind])
    if not isinstance(value, str):
        raise _refuse(f"The argument {name} is missing or no text.")
    if kind == "string":
        if not (1 <= len(value) <= _MAX_TEXT and value.isprintable()):
            raise _refuse(f"The argument {name} is 1 to {_MAX_TEXT} printable characters.")
        return value
    return _parse_bytes(name, value, _LENGTHS.get(kind))


def _parse_number(name: str, value: object, bits: int) -> int:
    is_text = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20
    number = int(str(value)) if is_text or (isinstance(value, int) and not isinstance(value, bool)) else -1
    if not 0 <= number < 1 << bits:
        raise _refuse(
            f"The argument {name} is a number below 2^{bits}, as a decimal string or a JSON number."
        )
    return number


def _parse_bytes(name: str, value: str, length: int | None) -> bytes:
    most = 2 + 2 * (_MAX_SIGNATURE_BYTES if length is None else length)
    try:
        data = bytes.fromhex(value[2:]) if value.startswith("0x") and len(value) <= most else None
    except ValueError:
        data = None
    if data is None or " " in value or (length is not None and len(data) != length):
        size = "hex bytes" if length is None else f"{length} hex bytes"
        raise _refuse(f"The argument {name} is 0x and {size}.")
    return data


def _parse_grant(name: str, value: object) -> tuple[bytes, int, int]:
    if not isinstance(value, Mapping) or set(value) != {"key", "until", "kinds"}:
        raise _refuse(f"The argument {name} is an object of key, until and kinds.")
    key = value["key"]
    if not isinstance(key, str):
        raise _refuse(f"The argument {name}.key is 0x and 20 hex bytes.")
    return (
        _parse_bytes(f"{name}.key", key, 20),
        _parse_number(f"{name}.until", value["until"], 64),
        _parse_number(f"{name}.kinds", value["kinds"], 32),
    )


def number(values: Values, name: str) -> int:
    """The argument `name`, which the form says is a number."""
    value = values[name]
    if not isinstance(value, int):
        raise _refuse(f"The argument {name} is a number.")
    return value


def data(values: Values, name: str) -> bytes:
    """The argument `name`, which the form says is bytes."""
    value = values[name]
    if not isinstance(value, bytes):
        raise _refuse(f"The argument {name} is bytes.")
    return value


def text(values: Values, name: str) -> str:
    """The argument `name`, which the form says is text."""
    value = values[name]
    if not isinstance(value, str):
        raise _refuse(f"The argument {name} is text.")
    return value


def grant(values: Values) -> tuple[bytes, int, int]:
    """The argument `grant`: key, until, kinds."""
    value = values["grant"]
    if not isinstance(value, tuple):
        raise _refuse("The argument grant is an object of key, until and kinds.")
    return value


_SIGNED: Final = (("deadline", "uint64"), ("signature", "bytes"))
_FORMS: Final = (
    CallForm(
        "registerFor",
        (
            ("custody", "address"),
            ("handle", "string"),
            ("recovery", "address"),
            ("content", "bytes32"),
            ("encryptionKey", "bytes32"),
            ("grant", GRANT),
            *_SIGNED,
        ),
        lambda v, profile, _: typed_data.Register(
            profile, text(v, "handle"), data(v, "recovery"), data(v, "content"), data(v, "encryptionKey"),
            *grant(v), number(v, "deadline"),
        ),
    ),
    CallForm(
        "authoriseKeyFor",
        (("profile", "uint64"), ("grant", GRANT), *_SIGNED),
        lambda v, profile, _: typed_data.AuthoriseKey(profile, *grant(v), number(v, "deadline")),
    ),
    CallForm(
        "revokeKeyFor",
        (("profile", "uint64"), ("key", "address"), ("voidFrom", "uint64"), *_SIGNED),
        lambda v, profile, _: typed_data.RevokeKey(
            profile, data(v, "key"), number(v, "voidFrom"), number(v, "deadline")
        ),
    ),
    CallForm(
        "setEncryptionKeyFor",
        (("profile", "uint64"), ("encryptionKey", "bytes32"), *_SIGNED),
        lambda v, profile, nonce: typed_data.SetEncryptionKey(
            profile, data(v, "encryptionKey"), nonce, number(v, "deadline")
        ),
        has_nonce=True,
    ),
    CallForm(
        "transferCustodyFor",
        (
            ("profile", "uint64"), ("to", "address"), ("deadline", "uint64"),
            ("custodySignature", "bytes"), ("toSignature", "bytes"),
        ),
        lambda v, profile, nonce: typed_data.TransferCustody(
            profile, data(v, "to"), nonce, number(v, "deadline")
        ),
        has_nonce=True,
    ),
    CallForm(
        "requestRecoveryFor",
        (
            ("profile", "uint64"), ("to", "address"), ("deadline", "uint64"),
            ("recoverySignature", "bytes"), ("toSignature", "bytes"),
        ),
        lambda v, profile, nonce: typed_data.RequestRecovery(
            profile, data(v, "to"), nonce, number(v, "deadline")
        ),
        has_nonce=True,
    ),
    CallForm(
        "cancelRecoveryFor",
        (("profile", "uint64"), *_SIGNED),
        lambda v, profile, nonce: typed_data.CancelRecovery(profile, nonce, number(v, "deadline")),
        has_nonce=True,
    ),
    CallForm(
        "requestRecoveryChangeFor",
        (("profile", "uint64"), ("recovery", "address"), *_SIGNED),
        lambda v, profile, nonce: typed_data.RequestRecoveryChange(
            profile, data(v, "recovery"), nonce, number(v, "deadline")
        ),
        has_nonce=True,
    ),
    CallForm(
        "vetoRecoveryChangeFor",
        (("profile", "uint64"), *_SIGNED),
        lambda v, profile, nonce: typed_data.VetoRecoveryChange(profile, nonce, number(v, "deadline")),
        has_nonce=True,
    ),
)  # fmt: skip
CALL_FORMS: Final[Mapping[str, CallForm]] = {form.name: form for form in _FORMS}


def get_call_form(name: str) -> CallForm:
    """The form of this name; raises `call.unknown`: a relay carries these and nothing else."""
    form = CALL_FORMS.get(name)
    if form is None:
        known = ", ".join(CALL_FORMS)
        raise InvalidInput(
            f"This relay carries no call of that name; it carries {known}.", code="call.unknown"
        )
    return form

"""The calls that a relay may carry: their arguments out of JSON, and their calldata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hashtagspace.chain.contracts import decode_call, encode_call
from hashtagspace.relay.call_arguments import Kind, Value, Values, parse_argument, refuse

Lane = Literal["calls", "market", "people", "people revokes", "revokes", "early revokes"]
"""Early ones withdraw from an offer that has accepted nothing: nobody loses money when they wait. What takes
back a vouch, or answers a case, has gas of its own: it never has that of who withdraws consent."""
SIGNED: Final[tuple[tuple[str, Kind], ...]] = (("deadline", "uint64"), ("signature", "bytes"))


@dataclass(frozen=True, slots=True)
class CallForm:
    """One function of one contract: its parameters in order.

    `lane`: whose budgets pay for it, so that one kind of call cannot use up what another one needs.
    """

    name: str
    contract: str
    parameters: tuple[tuple[str, Kind], ...]
    lane: Lane

    @property
    def function(self) -> str:
        """What the contract calls it."""
        return self.name

    def parse(self, arguments: Mapping[str, object]) -> dict[str, Value]:
        """The typed arguments; raises `call.arguments` naming the first that does not fit."""
        unknown = sorted(set(arguments) - {name for name, _ in self.parameters})
        if unknown:
            raise refuse(f"{self.name} takes no argument {unknown[0][:40]!r}.")
        return {name: parse_argument(name, kind, arguments.get(name)) for name, kind in self.parameters}

    def encode(self, values: Values) -> bytes:
        """The calldata."""
        return encode_call(self.contract, self.function, [values[name] for name, _ in self.parameters])

    def decode(self, calldata: bytes) -> dict[str, Value]:
        """The arguments that `encode` put into calldata."""
        return decode_call(self.contract, calldata)

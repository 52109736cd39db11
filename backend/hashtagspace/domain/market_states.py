"""What a deal is at, by the numbers of `IMarketTypes.State`."""

from enum import IntEnum


class DealState(IntEnum):
    """From no answer to the end; the last three are final."""

    NONE = 0
    ACCEPTED = 1
    DELIVERED = 2
    VESTING = 3
    SUBSCRIBED = 4
    SETTLED = 5
    REFUNDED = 6
    REVOKED = 7

    @property
    def word(self) -> str:
        """The state as the API names it."""
        return self.name.lower()

    @property
    def is_over(self) -> bool:
        """Whether nothing will be delivered or paid any more."""
        return self >= DealState.SETTLED

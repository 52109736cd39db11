"""What the contract would know about profiles: enough to make only events that it could make."""

from dataclasses import dataclass, field

from hashtagspace.domain import events


@dataclass
class ProfileState:
    """What the contract would know about one profile."""

    custody: bytes
    custody_from: int
    custody_index: int = 0
    keys: dict[bytes, tuple[int, int]] = field(default_factory=dict)  # key -> (from, custody index)
    void: dict[bytes, int] = field(default_factory=dict)


def follow(profiles: dict[int, ProfileState], event: events.ChainEvent, time: int) -> None:
    match event:
        case events.Registered():
            profiles[event.profile] = ProfileState(event.custody, time)
        case events.KeyAuthorised():
            profiles[event.profile].keys[event.key] = (time, event.custody_index)
        case events.KeyRevoked():
            profiles[event.profile].void[event.key] = event.void_from_seconds
        case events.CustodyTransferred():
            state = profiles[event.profile]
            state.custody, state.custody_from, state.custody_index = event.receiver, time, event.custody_index

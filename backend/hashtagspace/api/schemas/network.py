"""What a client must know of the network, and how the gateway is."""

from typing import Literal

from pydantic import Field

from hashtagspace.api.schemas.base import Output
from hashtagspace.api.schemas.market_scalars import AmountText, Seconds
from hashtagspace.api.schemas.scalars import AddressHex, Bytes32Hex, Count

HealthState = Literal["ok", "degraded", "down"]


class Currency(Output):
    """The coin that pays for gas."""

    name: str
    symbol: str
    decimals: Count


class Network(Output):
    """What a wallet needs to add the chain."""

    chain_id: Count
    name: str
    rpc_url: str | None
    explorer_url: str | None
    currency: Currency


class Contracts(Output):
    """Addresses by contract name; null where it is not deployed.

    A network has either the people registry, EpochClock to RewardPool, or NoLevels.
    """

    tag_token: AddressHex | None = Field(alias="TagToken")
    profile_registry: AddressHex = Field(alias="ProfileRegistry")
    post_registry: AddressHex = Field(alias="PostRegistry")
    faucet: AddressHex | None = Field(alias="Faucet")
    no_levels: AddressHex | None = Field(alias="NoLevels")
    data_market: AddressHex = Field(alias="DataMarket")
    epoch_clock: AddressHex | None = Field(alias="EpochClock")
    jury: AddressHex | None = Field(alias="Jury")
    vouches: AddressHex | None = Field(alias="Vouches")
    epoch_roots: AddressHex | None = Field(alias="EpochRoots")
    personhood_registry: AddressHex | None = Field(alias="PersonhoodRegistry")
    reward_pool: AddressHex | None = Field(alias="RewardPool")


class PeopleConfig(Output):
    """What the people contracts were deployed with; amounts in 1e-18 TAG, delays in epochs."""

    start: Seconds = Field(description="First second of epoch 1")
    epoch_seconds: Count
    vouch_stake: AmountText
    delay_epochs: Count = Field(description="Between the end of a vouch and the return of its stake")
    most_vouches: Count
    case_deposit: AmountText
    juror_stake: AmountText
    root_bond: AmountText
    dispute_bond: AmountText
    pair_cap: AmountText


class StartBlock(Output):
    """First block of the deployment; the hash tells a reset chain from the old one."""

    number: Count
    hash: Bytes32Hex


class StampBits(Output):
    """Leading zero bits that a stamp must have."""

    call: Count
    faucet: Count


class Limits(Output):
    """Largest things this gateway takes."""

    content_bytes: Count
    media_bytes: Count
    blob_bytes: Count
    batch_count: Count


class GatewayConfig(Output):
    """Everything a client needs before its first call; holds no secret."""

    network: Network
    contracts: Contracts
    people: PeopleConfig | None = Field(description="Null where nobody has a level, or not indexed yet")
    start_block: StartBlock
    stamp_bits: StampBits
    limits: Limits
    dev: bool


class HealthPart(Output):
    """One part and one sentence about it."""

    name: Literal["chain", "indexer", "store", "content", "relay", "disk"]
    state: HealthState
    detail: str


class Health(Output):
    """The worst state of any part, and all parts."""

    state: HealthState
    version: str
    parts: list[HealthPart]

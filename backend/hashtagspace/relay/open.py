"""Building the two halves of a relay: the one that takes, and the worker that sends."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import WrongNetwork
from hashtagspace.chain.keyfile import load_private_key
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.submit import Submitter
from hashtagspace.config import Budgets, Settings
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.errors import ConfigError
from hashtagspace.relay.authority import AuthorityReader
from hashtagspace.relay.batching import Batcher, BatchLimits
from hashtagspace.relay.budgets import GasBudget
from hashtagspace.relay.call_desk import CallDesk
from hashtagspace.relay.calling import CallCarrier
from hashtagspace.relay.calls import CallPolicy, Contracts
from hashtagspace.relay.following import SlotFollower
from hashtagspace.relay.gas_limits import gas_limit_of
from hashtagspace.relay.market_policy import MarketCallPolicy
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.people_policy import PeopleCallPolicy
from hashtagspace.relay.policy import IntentPolicy
from hashtagspace.relay.ports import BlockKeeper, ChainReads, NoProjection, Projection, Sender
from hashtagspace.relay.projection import IndexedProjection
from hashtagspace.relay.relay import Relay
from hashtagspace.relay.sending import Courier
from hashtagspace.relay.settling import Settler
from hashtagspace.relay.steps import Reach, go_on
from hashtagspace.relay.worker import Parts, Worker
from hashtagspace.store.outbox_engine import Network, Outbox, open_outbox
from hashtagspace.store.reader import Reader
from hashtagspace.store.relay_view import Engine

RPC_TIMEOUT_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True)
class StampBits:
    """The work asked of a call and of the faucet."""

    call: int
    faucet: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What both halves work with; tests give fakes of each."""

    deployment: Deployment
    outbox: Outbox
    chain: ChainReads
    projection: Projection
    content: BlockKeeper
    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic

    def build_clock(self) -> ChainClock:
        """A clock of its own."""
        return ChainClock(self.chain, self.wall, self.monotonic)

    def build_authority(self) -> AuthorityReader:
        """A reader of its own."""
        return AuthorityReader(self.chain, self.projection, self.outbox, self.monotonic)


def open_relay(
    settings: Settings, deployment: Deployment, projection: Engine | None, content: BlockKeeper
) -> Relay:
    """The half that the gateway holds; raises `store.*`. Asks nothing of the chain yet."""
    around = _surround(settings, deployment, projection, content)
    return build_relay(
        around, settings.budgets, StampBits(settings.call_stamp_bits, settings.faucet_stamp_bits)
    )


def open_worker(
    settings: Settings,
    deployment: Deployment,
    projection: Engine | None,
    content: BlockKeeper,
    reach: Reach = go_on,
) -> Worker:
    """The half that sends; raises `config.*`, `store.*`, `chain.unavailable`, `chain.wrong_network`."""
    if settings.relay_key_file is None:
        raise ConfigError(
            "HASHTAGSPACE_RELAY_KEY_FILE is not set: give the keystore of the account that pays."
        )
    private_key = load_private_key(settings.relay_key_file, settings.relay_password_file)
    rpc = SharedRpc(Rpc(settings.rpc_url, timeout_seconds=RPC_TIMEOUT_SECONDS))
    chain_id = int(rpc.call("eth_chainId"), 16)
    if chain_id != deployment.chain_id:
        raise WrongNetwork(
            f"The node serves chain {chain_id}, the deployment is on chain {deployment.chain_id}: "
            "correct HASHTAGSPACE_RPC_URL or HASHTAGSPACE_DEPLOYMENT."
        )
    around = _surround(settings, deployment, projection, content)
    limits = BatchLimits(settings.batch_count, settings.batch_seconds)
    sender = Submitter(rpc, private_key, deployment.chain_id)
    return build_worker(around, sender, limits, reach, budgets=settings.budgets)


def build_relay(around: Surroundings, budgets: Budgets, stamp_bits: StampBits) -> Relay:
    """The taking half."""
    clock, deployment = around.build_clock(), around.deployment
    contracts = Contracts(
        deployment.chain_id, deployment.profile_registry, deployment.addresses.get("Faucet")
    )
    market = TypedDomain(deployment.chain_id, deployment.data_market)
    calls = CallDesk(
        around.outbox,
        CallPolicy(contracts, around.chain, clock, around.content, stamp_bits.call),
        MarketCallPolicy(
            market,
            around.chain,
            around.projection,
            clock,
            stamp_bits.call,
            budgets.early_revoke_gas_per_day // gas_limit_of("revokeFor"),
        ),
        PeopleCallPolicy(deployment.addresses, around.chain, around.projection, clock, stamp_bits.call),
        budgets,
        stamp_bits.faucet,
        around.wall,
    )
    return Relay(
        outbox=around.outbox,
        projection=around.projection,
        policy=IntentPolicy(
            deployment.intent_domain, around.build_authority(), clock, around.content, around.outbox
        ),
        calls=calls,
        budgets=budgets,
        wall=around.wall,
    )


def build_worker(
    around: Surroundings,
    sender: Sender,
    limits: BatchLimits,
    reach: Reach = go_on,
    *,
    budgets: Budgets | None = None,
) -> Worker:
    """The sending half; `reach` is told every step, so that tests can stop it there."""
    outbox, chain, authority = around.outbox, around.chain, around.build_authority()
    courier = Courier(
        outbox=outbox,
        sender=sender,
        gas_budget=GasBudget(outbox, budgets or Budgets(), around.wall),
        post_registry=around.deployment.post_registry,
        wall=around.wall,
        reach=reach,
    )
    parts = Parts(
        follower=SlotFollower(outbox, chain, sender, courier, reach),
        settler=Settler(outbox, chain, authority, reach),
        batcher=Batcher(
            outbox=outbox,
            chain=chain,
            projection=around.projection,
            authority=authority,
            content=around.content,
            clock=around.build_clock(),
            limits=limits,
            reach=reach,
        ),
        carrier=CallCarrier(outbox, chain, courier, reach),
        courier=courier,
    )
    return Worker(outbox, parts, around.wall)


def _surround(
    settings: Settings, deployment: Deployment, projection: Engine | None, content: BlockKeeper
) -> Surroundings:
    rpc = SharedRpc(Rpc(settings.rpc_url, timeout_seconds=RPC_TIMEOUT_SECONDS))
    network = Network(deployment.chain_id, deployment.post_registry, deployment.start_block_hash)
    return Surroundings(
        deployment,
        open_outbox(settings.outbox_url, network),
        RelayReads(
            rpc,
            deployment.post_registry,
            deployment.profile_registry,
            deployment.data_market,
            deployment.addresses,
        ),
        NoProjection() if projection is None else IndexedProjection(Reader(projection)),
        content,
    )

"""The depot that settings describe: the gateway's half, and the upkeep beside the relay."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.market_reads import MarketReads
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.wallet_signatures import WalletSignatures
from hashtagspace.config import Budgets, Settings
from hashtagspace.depot.budgets import DayLimits, DepositBudget
from hashtagspace.depot.depot import Depot
from hashtagspace.depot.domain_checks import DomainChecks
from hashtagspace.depot.epochs import EpochDesk
from hashtagspace.depot.heads import HeadDesk
from hashtagspace.depot.janitor import Janitor
from hashtagspace.depot.ports import Files, Levels, Wallets
from hashtagspace.depot.responses import ResponseDesk
from hashtagspace.depot.signers import SignerCheck
from hashtagspace.depot.upkeep import Upkeep
from hashtagspace.depot.uploads import Uploads
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.relay.authority import AuthorityReader
from hashtagspace.relay.moments import ChainClock
from hashtagspace.relay.ports import ChainReads
from hashtagspace.relay.projection import IndexedProjection
from hashtagspace.store.outbox_engine import Network, Outbox, open_outbox
from hashtagspace.store.reader import Reader
from hashtagspace.store.relay_view import Engine

_RPC_TIMEOUT_SECONDS: Final = 4.0
_PER_PROFILE_DAY: Final = 500


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the depot works with; tests give fakes of each."""

    deployment: Deployment
    outbox: Outbox
    reader: Reader
    files: Files
    chain: ChainReads
    wallets: Wallets
    levels: Levels
    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic

    def build_uploads(self) -> Uploads:
        """Uploads over these."""
        return Uploads(self.outbox, self.reader, self.files, self.wall)


def open_depot(settings: Settings, deployment: Deployment, projection: Engine, files: Files) -> Depot:
    """The half that the gateway holds; raises `store.*`. Asks nothing of the chain yet."""
    return build_depot(_surround(settings, deployment, projection, files), settings.budgets)


def open_upkeep(
    settings: Settings, deployment: Deployment, projection: Engine, files: Files
) -> tuple[Upkeep, Callable[[], None]]:
    """The work beside requests, and what gives its connections back; raises `store.*`."""
    around = _surround(settings, deployment, projection, files)
    checks = DomainChecks(around.outbox, around.reader, around.wall) if settings.domain_checks else None
    janitor = Janitor(around.outbox, around.reader, around.build_uploads(), around.wall)
    return Upkeep(janitor, checks, around.monotonic), lambda: _close(around)


def build_depot(around: Surroundings, budgets: Budgets) -> Depot:
    """The half that the gateway holds."""
    deployment, outbox, reader, wall = around.deployment, around.outbox, around.reader, around.wall
    clock = ChainClock(around.chain, wall, around.monotonic)
    authority = AuthorityReader(around.chain, IndexedProjection(reader), outbox, around.monotonic)
    signers = SignerCheck(reader, authority, around.wallets, clock)
    market = TypedDomain(deployment.chain_id, deployment.data_market)
    uploads = around.build_uploads()

    def budget(name: str, caller: int, everyone: int) -> DepositBudget:
        return DepositBudget(outbox, name, DayLimits(caller, _PER_PROFILE_DAY, everyone), wall)

    responses = budget("responses", budgets.responses_per_ip_day, budgets.responses_per_day)
    return Depot(
        outbox,
        uploads,
        ResponseDesk(
            outbox=outbox, reader=reader, wallets=around.wallets, levels=around.levels, domain=market,
            budget=responses, wall=wall,
        ),
        EpochDesk(
            outbox=outbox, reader=reader, signers=signers, domain=market,
            budget=budget("epochs", budgets.responses_per_ip_day, budgets.responses_per_day), wall=wall,
        ),
        HeadDesk(
            outbox=outbox, signers=signers,
            domain=TypedDomain(deployment.chain_id, deployment.profile_registry),
            budget=budget("vault heads", budgets.heads_per_ip_day, budgets.heads_per_day),
            vault_bytes=budgets.vault_bytes, wall=wall,
        ),
        lambda: _close(around),
    )  # fmt: skip


def _close(around: Surroundings) -> None:
    around.reader.close()
    around.outbox.close()


def _surround(settings: Settings, deployment: Deployment, projection: Engine, files: Files) -> Surroundings:
    rpc = SharedRpc(Rpc(settings.rpc_url, timeout_seconds=_RPC_TIMEOUT_SECONDS))
    network = Network(deployment.chain_id, deployment.post_registry, deployment.start_block_hash)
    return Surroundings(
        deployment,
        open_outbox(settings.outbox_url, network),
        Reader(projection),
        files,
        RelayReads(rpc, deployment.post_registry, deployment.profile_registry),
        WalletSignatures(rpc),
        MarketReads(rpc, deployment),
    )

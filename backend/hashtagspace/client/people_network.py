"""The people registry as one wallet reaches it: a node that is believed, a gateway that may carry calls."""

import time
from collections.abc import Callable
from typing import Any, Final

from hashtagspace.chain.contracts import Argument, Contracts, encode_call
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.people_reads import PeopleReads
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import JsonRpc, SharedRpc
from hashtagspace.chain.transact import Mined, Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.errors import NotInTime
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.market import Way
from hashtagspace.client.market_gateway import MarketGateway
from hashtagspace.client.people_calls import PeopleCall
from hashtagspace.client.records import GatewayConfig
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.errors import ConfigError, HashtagspaceError, InvalidInput, Refused

DEADLINE_SECONDS: Final = 3600
PATIENCE_SECONDS: Final = 60.0


class PeopleNetwork:
    """Contracts, chain source and gateway; asks nobody before it is used."""

    def __init__(
        self,
        deployment: Deployment,
        rpc_url: str,
        gateway_url: str | None = None,
        *,
        poll_seconds: float = 0.5,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Raises `people.none` where the deployment names no people contracts."""
        if "PersonhoodRegistry" not in deployment.addresses:
            raise ConfigError("Nobody has a level on this network: it has no founders.", code="people.none")
        self.rpc: Final[JsonRpc] = SharedRpc(Rpc(rpc_url))
        self.deployment = deployment
        self.reads = PeopleReads(self.rpc, deployment)
        self.contracts = Contracts(self.rpc, deployment.addresses)
        self._blocks = RelayReads(self.rpc, deployment.post_registry, deployment.profile_registry)
        self._gateway_url = gateway_url
        self._gateway: MarketGateway | None = None
        self._poll_seconds = poll_seconds
        self._patience_seconds = patience_seconds
        self._terms: PeopleTerms | None = None

    @property
    def terms(self) -> PeopleTerms:
        """What the contracts were deployed with."""
        if self._terms is None:
            self._terms = self.reads.find_terms()
        if self._terms is None:
            raise ConfigError("Nobody has a level on this network: it has no founders.", code="people.none")
        return self._terms

    def read(self, contract: str, view: str, *arguments: Argument) -> Any:  # noqa: ANN401 - as the ABI says
        """The first value of a view; raises CallReverted, `chain.*`."""
        return self.contracts.read(contract, view, *arguments)[0]

    def epoch(self) -> int:
        """The current epoch, by the chain's clock."""
        return self.terms.clock.epoch_at(self._blocks.read_head().time_seconds)

    def deadline(self) -> int:
        """For a signature made now."""
        return max(int(time.time()), self._blocks.read_head().time_seconds) + DEADLINE_SECONDS

    def transact(self, wallet: Wallet, contract: str, function: str, *arguments: Argument) -> Mined:
        """The wallet's own transaction is in a block; raises as `Transactor.transact`."""
        return self._send(wallet, contract, encode_call(contract, function, arguments))

    def carry(self, call: PeopleCall, is_done: Callable[[], bool], wallet: Wallet, way: Way = "any") -> str:
        """The call had its effect, by the chain's own word; returns "relay" or "direct".

        Raises what refused it: the relay when it alone was asked, the chain, or `client.not_in_time`.
        """
        if way == "relay" or (way == "any" and self._gateway_url is not None):
            refusal = self._try_relay(call, is_done)
            if refusal is None:
                return "relay"
            if way == "relay":
                raise refusal
        if not is_done():
            self._send(wallet, call.contract, call.calldata)
        return "direct"

    def _send(self, wallet: Wallet, contract: str, data: bytes) -> Mined:
        transactor = Transactor(self.rpc, wallet, self.deployment.chain_id, poll_seconds=self._poll_seconds)
        return transactor.transact(self.deployment.addresses[contract], data)

    def _try_relay(self, call: PeopleCall, is_done: Callable[[], bool]) -> HashtagspaceError | None:
        """None once it is done; else why it was not done this way."""
        try:
            gateway = self._open_gateway()
            call_id = gateway.submit_call(call.name, call.arguments, call.stamp_digest)
        except HashtagspaceError as refusal:
            return refusal
        end = time.monotonic() + self._patience_seconds
        while time.monotonic() < end:
            if is_done():
                return None
            rejected = _find_rejection(gateway, call_id)
            if rejected is not None and not is_done():
                return rejected
            time.sleep(self._poll_seconds)
        return NotInTime("The relay has not sent the call yet; it may still come.")

    def _open_gateway(self) -> MarketGateway:
        if self._gateway_url is None:
            raise Refused("No gateway was named: give its address.", code="gateway.unreachable")
        if self._gateway is None:
            gateway = Gateway(self._gateway_url)
            config = gateway.get("/v1/config", GatewayConfig)
            if config.network.chain_id != self.deployment.chain_id:
                raise InvalidInput("The gateway serves another chain.", code="gateway.other_market")
            domain = TypedDomain(self.deployment.chain_id, self.deployment.data_market)
            self._gateway = MarketGateway(gateway, config, domain)
        return self._gateway


def _find_rejection(gateway: MarketGateway, call_id: str) -> HashtagspaceError | None:
    try:
        status = gateway.get_call(call_id)
    except HashtagspaceError:
        return None  # the gateway went away: the chain tells
    if status.state != "rejected":
        return None
    problem = status.problem
    return Refused(
        "The relay rejected the call." if problem is None else problem.detail,
        code=None if problem is None else problem.code,
    )

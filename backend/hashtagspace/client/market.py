"""One market as a buyer or seller reaches it: a node of their choice, a gateway while there is one, a wallet.

The node is what is believed. A gateway finds things and carries calls; without it the wallet sends its own.
"""

import time
from collections.abc import Callable
from typing import Final, Literal

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.market_logs import MarketLogs
from hashtagspace.chain.market_reads import MarketReads
from hashtagspace.chain.people_logs import PeopleLogs
from hashtagspace.chain.people_reads import PeopleReads
from hashtagspace.chain.registration_logs import RegistrationLogs
from hashtagspace.chain.relay_reads import Head
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.transact import Mined, Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.errors import GatewayUnreachable, NotInTime
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.market_calls import RelayedCall
from hashtagspace.client.market_gateway import MarketGateway
from hashtagspace.client.records import GatewayConfig
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.errors import HashtagspaceError, InvalidInput, Refused
from hashtagspace.market.derivation import MarketPlace

Way = Literal["any", "relay", "direct"]
"""How a call that anyone may send goes: by a gateway's relay if one takes it, by it alone, or without."""
PATIENCE_SECONDS: Final = 60.0
"""How long a relay has for a call before the wallet sends it itself."""
_GONE_SECONDS: Final = 30.0
_NEEDED: Final = ("TagToken", "ProfileRegistry", "DataMarket")


class Market:
    """Contracts, chain source and gateway of one market. Thread-safe."""

    def __init__(
        self,
        deployment: Deployment,
        rpc_url: str,
        gateway_url: str | None = None,
        *,
        clock: Callable[[], int] | None = None,
        poll_seconds: float = 0.5,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Asks nobody yet. `clock` gives Unix milliseconds, the wall's unless given."""
        rpc = SharedRpc(Rpc(rpc_url))
        self.deployment = deployment
        self.place = MarketPlace(deployment.chain_id, deployment.data_market)
        self.domain = TypedDomain(deployment.chain_id, deployment.data_market)
        self.reads = MarketReads(rpc, deployment)
        self.logs = MarketLogs(rpc, deployment)
        self.people = PeopleReads(rpc, deployment)
        self.people_logs = PeopleLogs(rpc, deployment)
        self.registrations = RegistrationLogs(rpc, deployment)
        self.poll_seconds = poll_seconds
        self.patience_seconds = patience_seconds
        self._rpc = rpc
        self._clock = clock
        self._gateway_url = gateway_url
        self._gateway: MarketGateway | None = None
        self._gone_until = 0.0

    @property
    def has_gateway(self) -> bool:
        """Whether one was named, also while it is away."""
        return self._gateway_url is not None

    @property
    def gateway(self) -> MarketGateway:
        """The gateway; raises `gateway.unreachable`, or `gateway.other_market` for other contracts.

        One that did not answer is left alone for half a minute: nobody waits for it again and again.
        """
        if self._gateway is None:
            if self._gateway_url is None:
                raise GatewayUnreachable("No gateway was named: give its address.")
            if time.monotonic() < self._gone_until:
                raise GatewayUnreachable("The gateway did not answer a moment ago; it is asked again soon.")
            self._gateway = self._open_gateway(self._gateway_url)
        return self._gateway

    def _open_gateway(self, url: str) -> MarketGateway:
        gateway = Gateway(url)
        try:
            config = gateway.get("/v1/config", GatewayConfig)
        except GatewayUnreachable:
            self._gone_until = time.monotonic() + _GONE_SECONDS
            raise
        self._verify_config(config)
        return MarketGateway(gateway, config, self.domain)

    def now_ms(self) -> int:
        """Unix milliseconds by this side's clock."""
        return time.time_ns() // 1_000_000 if self._clock is None else self._clock()

    def now(self, head: Head) -> int:
        """Unix seconds, the later of clock and chain: a node or clock that lags gives nobody more time."""
        return max(self.now_ms() // 1000, head.time_seconds)

    def open_transactor(self, wallet: Wallet) -> Transactor:
        """What sends the wallet's own transactions."""
        return Transactor(self._rpc, wallet, self.deployment.chain_id, poll_seconds=self.poll_seconds)

    def transact(self, wallet: Wallet, data: bytes) -> Mined:
        """The market was called by the wallet; raises as `Transactor.transact`."""
        return self.open_transactor(wallet).transact(self.deployment.data_market, data)

    def carry(
        self,
        call: RelayedCall,
        is_done: Callable[[], bool],
        wallet: Wallet,
        way: Way = "any",
    ) -> str:
        """The call had its effect, by the chain's own word; returns "relay" or "direct".

        A relay's receipt is never taken for the effect. Raises what refused it: the relay when it alone was
        asked, the chain, or `client.not_in_time`.
        """
        if way != "direct":
            refusal = self._try_relay(call, is_done, self.patience_seconds)
            if refusal is None:
                return "relay"
            if way == "relay":
                raise refusal
        if not is_done():
            self.transact(wallet, call.calldata)
        return "direct"

    def _try_relay(
        self, call: RelayedCall, is_done: Callable[[], bool], patience_seconds: float
    ) -> HashtagspaceError | None:
        """None once it is done; else why it was not done this way."""
        try:
            call_id = self.gateway.submit_call(call.name, call.arguments, call.stamp_digest)
        except HashtagspaceError as refusal:
            return refusal
        end = time.monotonic() + patience_seconds
        while time.monotonic() < end:
            if is_done():
                return None
            rejected = self._find_rejection(call_id)
            if rejected is not None and not is_done():
                return rejected
            time.sleep(self.poll_seconds)
        return NotInTime(
            f"The relay has not sent the call within {patience_seconds:g} seconds; it may still come."
        )

    def _find_rejection(self, call_id: str) -> HashtagspaceError | None:
        try:
            status = self.gateway.get_call(call_id)
        except HashtagspaceError:
            return None  # the gateway went away: the chain tells
        if status.state != "rejected":
            return None
        problem = status.problem
        return Refused(
            "The relay rejected the call." if problem is None else problem.detail,
            code=None if problem is None else problem.code,
        )

    def _verify_config(self, config: GatewayConfig) -> None:
        told = {name: config.contract(name) for name in _NEEDED}
        expected = {name: self.deployment.addresses[name] for name in _NEEDED}
        if config.network.chain_id != self.deployment.chain_id or told != expected:
            raise InvalidInput(
                "The gateway serves other contracts than the deployment you gave: use another gateway.",
                code="gateway.other_market",
            )

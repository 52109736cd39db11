"""What may go wrong with a node.

ChainUnavailable (retryable)
├── ChainTimeout            chain.timeout
├── RateLimited             chain.rate_limited
├── TooManyResults          chain.too_many_results   ask for fewer blocks
├── RpcFailed               chain.rpc                the node answered with an error
├── InconsistentChain       chain.inconsistent       the answer contradicts itself, the question or the chain
└── HeadWentBack            chain.head_went_back     the node is behind what it has already shown
ConfigError
├── WrongNetwork            chain.wrong_network      another chain than the deployment's
└── BadDeployment           chain.deployment         deployments/<chainId>.json is missing or malformed
"""

from typing import ClassVar

from hashtagspace.errors import ChainUnavailable, ConfigError


class ChainTimeout(ChainUnavailable):
    """The node took too long."""

    code: ClassVar[str] = "chain.timeout"


class RateLimited(ChainUnavailable):
    """The node asks for fewer requests."""

    code: ClassVar[str] = "chain.rate_limited"


class TooManyResults(ChainUnavailable):
    """The question covers more than the node answers at once."""

    code: ClassVar[str] = "chain.too_many_results"


class RpcFailed(ChainUnavailable):
    """The node answered with a JSON-RPC error; `number` is its code, `data` its revert bytes if any."""

    code: ClassVar[str] = "chain.rpc"

    def __init__(self, detail: str, number: int = 0, data: str | None = None) -> None:
        """Keep what the node said beside the sentence."""
        super().__init__(detail)
        self.number = number
        self.data = data


class InconsistentChain(ChainUnavailable):
    """The node's answer contradicts the question, itself or what it said before."""

    code: ClassVar[str] = "chain.inconsistent"


class HeadWentBack(ChainUnavailable):
    """The node knows fewer blocks than it has already shown."""

    code: ClassVar[str] = "chain.head_went_back"


class WrongNetwork(ConfigError):
    """The node serves another chain than the deployment is on."""

    code: ClassVar[str] = "chain.wrong_network"


class BadDeployment(ConfigError):
    """The deployment file cannot be used."""

    code: ClassVar[str] = "chain.deployment"

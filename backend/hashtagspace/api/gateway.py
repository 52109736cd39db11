"""What one process of the gateway holds, and how handlers reach it."""

from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, g, request

from hashtagspace.api.broadcast import Broadcaster
from hashtagspace.api.calibration_views import CalibrationDesk
from hashtagspace.api.feed_heads import FeedHeads
from hashtagspace.api.health import HealthChecks
from hashtagspace.api.metrics import Metrics
from hashtagspace.api.neighbourhood import StandingTrees
from hashtagspace.api.page_cache import PageCache
from hashtagspace.api.post_views import PostViews
from hashtagspace.api.proof_views import MerkleTrees
from hashtagspace.api.rates import RateLimiter, client_address, network_of
from hashtagspace.bootstrap import Services

_KEY: Final = "hashtagspace"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Services and everything that is kept in memory between requests."""

    services: Services
    views: PostViews
    pages: PageCache
    trees: MerkleTrees
    heads: FeedHeads
    standings: StandingTrees
    calibration: CalibrationDesk
    limiter: RateLimiter
    metrics: Metrics
    health: HealthChecks
    broadcaster: Broadcaster


def attach_gateway(app: Flask, gateway: Gateway) -> None:
    """Handlers of `app` see this gateway."""
    app.extensions[_KEY] = gateway


def current_gateway() -> Gateway:
    """The gateway that answers this request."""
    gateway: Gateway = current_app.extensions[_KEY]
    return gateway


def caller_address() -> str:
    """Address of the caller as the outermost trusted proxy saw it. Never log it."""
    found: str | None = g.get("caller_address")
    if found is None:
        settings = current_gateway().services.settings
        forwarded = request.headers.get("X-Forwarded-For")
        found = g.caller_address = client_address(request.remote_addr, forwarded, settings.trusted_proxies)
    return found


def caller_network() -> str:
    """What the caller is counted by."""
    return network_of(caller_address())

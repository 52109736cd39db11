"""What a client must know first, and how the gateway is."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.schemas.network import GatewayConfig, Health

routes = build_blueprint("network", "The chain, the contracts and the state of this gateway")


@routes.get("/v1/config", operation_id="getConfig", responses={200: GatewayConfig})
def get_config() -> Response:
    """Chain, contracts and limits."""
    raise NotImplementedError


@routes.get("/v1/health", operation_id="getHealth", responses={200: Health, 503: Health})
def get_health() -> Response:
    """State of each part with one sentence; 503 when a part is down."""
    raise NotImplementedError

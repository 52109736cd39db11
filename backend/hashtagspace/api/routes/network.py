"""What a client must know first, and how the gateway is."""

from importlib.metadata import version
from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint
from hashtagspace.api.encode import hex_of, maybe_hex
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.health import build_health
from hashtagspace.api.metrics import METRICS_MIME
from hashtagspace.api.respond import answer_json
from hashtagspace.api.schemas.network import GatewayConfig, Health
from hashtagspace.bootstrap import Services
from hashtagspace.domain.batch import MAX_COUNT
from hashtagspace.domain.documents import MAX_BLOB_BYTES, MAX_CONTENT_BYTES, MAX_MEDIA_BYTES
from hashtagspace.domain.people_terms import DELAY_EPOCHS, MOST_VOUCHES
from hashtagspace.errors import StoreUnavailable
from hashtagspace.store.read_people import find_terms

routes = build_blueprint("network", "The chain, the contracts and the state of this gateway")
_CONTRACTS = (
    "TagToken", "ProfileRegistry", "PostRegistry", "Faucet", "NoLevels", "DataMarket", "EpochClock", "Jury",
    "Vouches", "EpochRoots", "PersonhoodRegistry", "RewardPool",
)  # fmt: skip
_TEXT = {"description": "Prometheus text", "content": {"text/plain": {"schema": {"type": "string"}}}}


@routes.get("/v1/config", operation_id="getConfig", responses={200: GatewayConfig})
def get_config() -> Response:
    """Chain, contracts and limits."""
    return answer_json(_build_config(current_gateway().services))


@routes.get("/v1/health", operation_id="getHealth", responses={200: Health, 503: Health})
def get_health() -> Response:
    """State of each part with one sentence; 503 when a part is down."""
    body = build_health(current_gateway().health.run(), version("hashtagspace"))
    return answer_json(body, 503 if body["state"] == "down" else 200)


@routes.get("/metrics", operation_id="getMetrics", responses={200: _TEXT})
def get_metrics() -> Response:
    """Counters, latencies and gauges."""
    gateway = current_gateway()
    gateway.health.run()
    gateway.metrics.streams.set(gateway.broadcaster.count)
    return Response(gateway.metrics.render(), content_type=METRICS_MIME)


def _build_config(services: Services) -> dict[str, Any]:
    settings, deployment = services.settings, services.deployment
    return {
        "network": {
            "chainId": deployment.chain_id,
            "name": settings.network_name,
            "rpcUrl": settings.public_rpc_url,
            "explorerUrl": settings.explorer_url,
            "currency": {"name": settings.currency, "symbol": settings.currency, "decimals": 18},
        },
        "contracts": {name: maybe_hex(deployment.addresses.get(name)) for name in _CONTRACTS},
        "people": _build_people(services),
        "startBlock": {"number": deployment.start_block, "hash": hex_of(deployment.start_block_hash)},
        "stampBits": {"call": settings.call_stamp_bits, "faucet": settings.faucet_stamp_bits},
        "limits": {
            "contentBytes": MAX_CONTENT_BYTES,
            "mediaBytes": MAX_MEDIA_BYTES,
            "blobBytes": MAX_BLOB_BYTES,
            "batchCount": MAX_COUNT,
        },
        "dev": settings.dev,
    }


def _build_people(services: Services) -> dict[str, Any] | None:
    """What the people contracts were deployed with; None while the database does not tell."""
    try:
        with services.reader.connection() as connection:
            terms = find_terms(connection)
    except StoreUnavailable:
        return None
    if terms is None:
        return None
    return {
        "start": terms.clock.start,
        "epochSeconds": terms.clock.epoch_seconds,
        "vouchStake": str(terms.vouch_stake),
        "delayEpochs": DELAY_EPOCHS,
        "mostVouches": MOST_VOUCHES,
        "caseDeposit": str(terms.case_deposit),
        "jurorStake": str(terms.juror_stake),
        "rootBond": str(terms.root_bond),
        "disputeBond": str(terms.dispute_bond),
        "pairCap": str(terms.pair_cap),
    }

"""The whole examination, in the order in which things depend on each other."""

import time
from collections.abc import Iterator, Mapping

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.config import Settings, safe_url
from hashtagspace.doctor.chain import examine_chain, examine_clock, examine_contracts
from hashtagspace.doctor.finding import Finding, fail, guard, ok
from hashtagspace.doctor.machine import examine_disk, examine_web
from hashtagspace.doctor.market import examine_market
from hashtagspace.doctor.people import examine_people, examine_scorer
from hashtagspace.doctor.relay import examine_relay
from hashtagspace.doctor.stores import examine_content, examine_outbox, examine_projection
from hashtagspace.errors import ChainUnavailable, ConfigError

_TIMEOUT_SECONDS = 10.0


def examine_environment(environ: Mapping[str, str], now_seconds: float | None = None) -> list[Finding]:
    """Every part of the gateway that these variables describe; raises nothing that has a name."""
    try:
        settings = Settings.from_environment(environ)
    except ConfigError as error:
        return [fail("settings", line, "correct the environment") for line in error.detail.splitlines()]
    return list(_examine(settings, time.time() if now_seconds is None else now_seconds))


def _examine(settings: Settings, now: float) -> Iterator[Finding]:
    deployment: Deployment | None = None
    try:
        deployment = Deployment.load(settings.deployment_path)
        yield ok("contracts file", f"{settings.deployment_path}, chain {deployment.chain_id}")
    except ConfigError as error:
        yield fail(
            "contracts file", error.detail, "set HASHTAGSPACE_DEPLOYMENT to deployments/<chainId>.json"
        )
    rpc = Rpc(settings.rpc_url, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        yield from _examine_dependencies(settings, deployment, rpc, now)
    finally:
        rpc.close()
    yield from guard("disk data", "check the path", lambda: examine_disk(settings))
    yield from guard("web app", "run `make web`", lambda: examine_web(settings))


def _examine_dependencies(
    settings: Settings, deployment: Deployment | None, rpc: Rpc, now: float
) -> Iterator[Finding]:
    node = _examine_node(settings, rpc)
    yield node
    if node.state == "ok":
        remedy = "check HASHTAGSPACE_RPC_URL and the provider"
        if deployment is not None:
            chain = guard("chain", remedy, lambda: examine_chain(rpc, deployment.chain_id, now))
            yield from chain
            if all(found.part != "chain id" or found.state == "ok" for found in chain):
                yield from guard("contracts code", remedy, lambda: examine_contracts(rpc, deployment))
                yield from guard("contracts market", remedy, lambda: examine_market(rpc, deployment))
                yield from guard("people", remedy, lambda: examine_people(rpc, deployment))
                yield from guard("scorer", remedy, lambda: examine_scorer(settings, deployment, rpc))
        yield from guard("clock", remedy, lambda: examine_clock(rpc, now))
    if deployment is not None:
        store_remedy = "check that the database runs, and its URL"
        yield from guard("projection", store_remedy, lambda: examine_projection(settings, deployment, now))
        yield from guard("outbox", store_remedy, lambda: examine_outbox(settings, deployment))
    yield from guard(
        "content store", "check HASHTAGSPACE_CONTENT_STORE, and that a Kubo runs if it names one",
        lambda: examine_content(settings),
    )  # fmt: skip
    yield from guard(
        "relay balance",
        "check the node",
        lambda: examine_relay(settings, rpc if node.state == "ok" else None),
    )


def _examine_node(settings: Settings, rpc: Rpc) -> Finding:
    try:
        rpc.call("eth_chainId", [], str)
    except ChainUnavailable as error:
        return fail(
            "chain node",
            f"{safe_url(settings.rpc_url)}: {error.detail}",
            "check HASHTAGSPACE_RPC_URL, the provider and this machine's network",
        )
    return ok("chain node", f"{safe_url(settings.rpc_url)} answers")

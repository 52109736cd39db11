"""The node and the contracts on its chain."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.node_clock import find_node_time
from hashtagspace.chain.rpc import Rpc
from hashtagspace.doctor.finding import Finding, fail, ok, warn
from hashtagspace.domain.keccak import keccak256

_OLD_HEAD_SECONDS: Final = 120
_DEAD_HEAD_SECONDS: Final = 900
_OLD_FINAL_SECONDS: Final = 2 * 3600
_SKEW_WARN_SECONDS: Final = 20
_SKEW_FAIL_SECONDS: Final = 300  # stamps and intents are refused at ten minutes
_URL: Final = "check HASHTAGSPACE_RPC_URL and the provider"

Block = dict[str, object]


def examine_chain(rpc: Rpc, chain_id: int, now_seconds: float) -> Iterator[Finding]:
    """The right chain, in sync, a fresh head, finality; raises `chain.*` when the node does not answer."""
    found = int(rpc.call("eth_chainId", [], str), 16)
    if found != chain_id:
        yield fail(
            "chain id",
            f"the node serves chain {found}, the deployment is on chain {chain_id}",
            "correct HASHTAGSPACE_RPC_URL or HASHTAGSPACE_DEPLOYMENT",
        )
        return
    yield ok("chain id", str(chain_id))
    yield _examine_sync(rpc)
    head = _read_block(rpc, "latest")
    if head is None:
        yield fail("chain head", "the node has no block", _URL)
        return
    yield _examine_head(head, now_seconds)
    yield _examine_finality(rpc, head)


def examine_clock(rpc: Rpc, now_seconds: float) -> Iterator[Finding]:
    """How far this machine's clock is from the node's and from the newest block's."""
    head = _read_block(rpc, "latest")
    future = 0.0 if head is None else max(_number(head, "timestamp") - now_seconds, 0.0)
    node_seconds = find_node_time(rpc.url)
    skew = future if node_seconds is None else max(abs(now_seconds - node_seconds), future)
    remedy = "let the machine keep its time by NTP (timedatectl set-ntp true)"
    if skew > _SKEW_FAIL_SECONDS:
        yield fail("clock", f"{skew:.0f} s off: stamps and intents will be refused", remedy)
    elif skew > _SKEW_WARN_SECONDS:
        yield warn("clock", f"{skew:.0f} s off", remedy)
    else:
        yield ok("clock", "agrees with the node's")


def examine_contracts(rpc: Rpc, deployment: Deployment) -> Iterator[Finding]:
    """The code that was deployed is there, and the chain is the one it was deployed on."""
    names = sorted(deployment.addresses)
    calls = [("eth_getCode", ["0x" + deployment.addresses[name].hex(), "latest"]) for name in names]
    codes = dict(zip(names, (bytes.fromhex(code[2:]) for code in rpc.batch(calls, str)), strict=True))
    missing = [name for name in names if not codes[name]]
    recorded = deployment.code_hashes
    changed = [n for n in names if codes[n] and n in recorded and keccak256(codes[n]) != recorded[n]]
    unrecorded = [name for name in names if name not in recorded]
    if missing:
        yield fail(
            "contracts code",
            f"no code at the address of {', '.join(missing)}",
            "use the deployment file of this chain, or wait until the node is in sync",
        )
    elif changed:
        yield fail(
            "contracts code",
            f"{', '.join(changed)} has other code than was deployed",
            "do not trust this node: compare with another one",
        )
    elif unrecorded:
        yield warn(
            "contracts code",
            f"no code hash on record of {', '.join(unrecorded)}",
            "use a file written by `make deploy`",
        )
    else:
        yield ok("contracts code", f"{len(names)} contracts, code as deployed")
    yield _examine_start(rpc, deployment)


def _examine_start(rpc: Rpc, deployment: Deployment) -> Finding:
    block = _read_block(rpc, hex(deployment.start_block))
    if block is not None and block.get("hash") == "0x" + deployment.start_block_hash.hex():
        return ok("contracts start", f"block {deployment.start_block}, hash as recorded")
    found = "not there" if block is None else "another one"
    return fail(
        "contracts start",
        f"the start block {deployment.start_block} is {found} on this chain",
        "the chain was reset or reorganised: run `make deploy` again, which corrects the file",
    )


def _examine_sync(rpc: Rpc) -> Finding:
    syncing = rpc.call("eth_syncing", [], object)
    if syncing is False:
        return ok("chain sync", "in sync")
    return warn("chain sync", "the node is still catching up", "wait, or use another node meanwhile")


def _examine_head(head: Block, now_seconds: float) -> Finding:
    number, age = _number(head, "number"), now_seconds - _number(head, "timestamp")
    detail = f"block {number}, {max(age, 0):.0f} s old"
    if age > _DEAD_HEAD_SECONDS:
        return fail("chain head", detail, "the node is stuck, or this machine's clock is ahead: " + _URL)
    if age > _OLD_HEAD_SECONDS:
        return warn("chain head", detail, "the network or the node is slow: " + _URL)
    return ok("chain head", detail)


def _examine_finality(rpc: Rpc, head: Block) -> Finding:
    try:
        final = _read_block(rpc, "finalized")
    except RpcFailed:
        final = None
    if final is None:
        return warn(
            "chain finality", "the node names no final block", "nothing becomes final: use another node"
        )
    behind = _number(head, "number") - _number(final, "number")
    age = _number(head, "timestamp") - _number(final, "timestamp")
    detail = f"{behind} blocks ({age} s) behind the head"
    if age > _OLD_FINAL_SECONDS and _number(final, "number") > 0:
        return warn(
            "chain finality", detail, "the network has not finalised for long: look at its status page"
        )
    return ok("chain finality", detail)


def _read_block(rpc: Rpc, tag: str) -> Block | None:
    found = rpc.call("eth_getBlockByNumber", [tag, False], object)
    return found if isinstance(found, dict) else None


def _number(block: Block, name: str) -> int:
    return int(str(block[name]), 16)

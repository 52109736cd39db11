"""The supervisor: chain, contracts, indexer, relay and gateway started in order, watched, ended in order."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.wallet import Wallet
from hashtagspace.dev import chain
from hashtagspace.dev.deploy import deploy, deployment_path
from hashtagspace.dev.layout import (
    Layout,
    check_port,
    forget_world,
    is_half_seeded,
    is_seeded,
    read_or_make_secret,
    take_lock,
)
from hashtagspace.dev.people_past import PeoplePast, fund_scorer
from hashtagspace.dev.process import Child, DevError, check_alive, start_child, wait_until
from hashtagspace.dev.seed import WORLD_PAST_SECONDS, seed_world

RELAY_BALANCE_WEI: Final = 10**21
READY_SECONDS: Final = 60.0
WATCH_SECONDS: Final = 0.5
PROCESSES: Final = ("index", "relay", "serve")
SCORE: Final = "score"

Say = Callable[[str], None]


def run_dev(layout: Layout, *, seed: bool, say: Say) -> None:
    """Everything runs until Ctrl-C, a SIGTERM or the death of a child; then all of it has ended.

    Raises: `dev.stopped` with one sentence that says what to do.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        stack.enter_context(take_lock(layout))
        check_port(layout.port, "the page", "--port")
        check_port(layout.rpc_port, "the chain", "--rpc-port")
        if is_half_seeded(layout):
            say("world      the last start ended before the demo world was whole: beginning it afresh")
            forget_world(layout)
        rpc = Rpc(layout.rpc_url)
        children = [stack.enter_context(_running(_start_chain(layout, rpc, say, seed=seed)))]
        _prepare_chain(layout, rpc, say)
        if is_seeded(layout):
            _catch_up(layout, rpc)
        ticker = chain.Ticker(rpc)
        stack.callback(ticker.stop)
        ticker.start()
        say(f"gateway    starting {', '.join(PROCESSES)}")
        children += [stack.enter_context(_running(_start_process(name, layout))) for name in PROCESSES]
        wait_until(lambda: _is_answering(layout), children, READY_SECONDS, "the gateway")
        if seed and not is_seeded(layout):
            seed_world(layout, rpc, say, lambda: check_alive(children))
        # Last, so that nobody posts roots beside the seeding.
        if PeoplePast(layout, rpc).has_people:
            children += [stack.enter_context(_running(_start_process(SCORE, layout)))]
            if is_seeded(layout):
                wait_until(lambda: _has_scores(layout), children, READY_SECONDS, "the score process")
        chain.move_time(rpc, chain.now_seconds())
        say(f"\n  #hashtagspace is running. Open  {layout.public_url}\n  Ctrl-C ends it, nothing is lost.\n")
        while True:
            check_alive(children)
            time.sleep(WATCH_SECONDS)


def _start_chain(layout: Layout, rpc: Rpc, say: Say, *, seed: bool) -> Child:
    is_new = not layout.chain_state.exists()
    say(f"chain      {'a new one' if is_new else 'going on'}, on port {layout.rpc_port}")
    layout.chain_state.parent.mkdir(parents=True, exist_ok=True)
    start = chain.now_seconds() - WORLD_PAST_SECONDS if is_new and seed else None
    anvil = chain.find_anvil(layout.root)
    command = chain.build_anvil_command(anvil, layout.rpc_port, layout.chain_state, start)
    child = start_child("chain", command, os.environ, layout.logs)
    wait_until(lambda: chain.is_answering(rpc), [child], READY_SECONDS, "the embedded chain")
    return child


def _prepare_chain(layout: Layout, rpc: Rpc, say: Say) -> None:
    say(
        "contracts  deploying with Brownie" if not deployment_path(layout).exists() else "contracts  checking"
    )
    deploy(layout, rpc)
    relay = Wallet(read_or_make_secret(layout.relay_key_file))
    chain.set_balance(rpc, relay.address, RELAY_BALANCE_WEI)
    fund_scorer(layout, rpc, Deployment.load(deployment_path(layout)))


def _catch_up(layout: Layout, rpc: Rpc) -> None:
    """After a break the last epochs are lived through, so that nobody finds the levels run out."""
    past = PeoplePast(layout, rpc)
    past.move_to(chain.now_seconds())
    past.settle()


def _start_process(name: str, layout: Layout) -> Child:
    command = [sys.executable, "-m", "hashtagspace.cli", name]
    return start_child(name, command, build_environment(layout), layout.logs)


def build_environment(layout: Layout) -> Mapping[str, str]:
    """The settings that every process of this world runs with."""
    return os.environ | {
        "HASHTAGSPACE_DEV": "1",
        "HASHTAGSPACE_DATA_DIR": str(layout.data),
        "HASHTAGSPACE_DEPLOYMENT": str(deployment_path(layout)),
        "HASHTAGSPACE_RPC_URL": layout.rpc_url,
        "HASHTAGSPACE_PUBLIC_RPC_URL": layout.rpc_url,
        "HASHTAGSPACE_NETWORK_NAME": "hashtagspace dev",
        "HASHTAGSPACE_LISTEN": f"127.0.0.1:{layout.port}",
        "HASHTAGSPACE_PUBLIC_URL": layout.public_url,
        "HASHTAGSPACE_WEB_DIR": str(_find_web_app(layout)),
        "HASHTAGSPACE_RELAY_KEY_FILE": str(layout.relay_key_file),
        "HASHTAGSPACE_SCORE_KEY_FILE": str(layout.score_key_file),
        "HASHTAGSPACE_BATCH_SECONDS": "0.5",
        "HASHTAGSPACE_STAMP_BITS": "12",
        "HASHTAGSPACE_FAUCET_STAMP_BITS": "12",
        "HASHTAGSPACE_CALLS_PER_IP_DAY": "1000",
        "HASHTAGSPACE_MARKET_CALLS_PER_IP_DAY": "1000",
        "HASHTAGSPACE_DRIPS_PER_IP_DAY": "100",
        "HASHTAGSPACE_INTENTS_PER_IP_MINUTE": "5000",
    }


def _find_web_app(layout: Layout) -> Path:
    """The bundle with the burner wallet, which no production build has, unless the operator names another."""
    web = Path(os.environ.get("HASHTAGSPACE_WEB_DIR") or layout.root / "frontend" / "build" / "dev")
    if not (web / "index.html").exists():
        raise DevError("the web app is not built: run `make run`, which builds it first.")
    return web


def _is_answering(layout: Layout) -> bool:
    return _ask(layout, "/v1/health") is not None


def _has_scores(layout: Layout) -> bool:
    """Whether the numbers of an epoch are there to be shown."""
    return b'"computedRoot":"0x' in (_ask(layout, "/v1/people/epochs?limit=3") or b"")


def _ask(layout: Layout, path: str) -> bytes | None:
    try:
        with urlopen(f"http://127.0.0.1:{layout.port}{path}", timeout=2) as answer:
            return bytes(answer.read()) if answer.status == 200 else None
    except (URLError, TimeoutError, ConnectionError):
        return None


@contextmanager
def _running(child: Child) -> Iterator[Child]:
    try:
        yield child
    finally:
        child.stop()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

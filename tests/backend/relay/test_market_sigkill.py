"""Real anvil, real processes, real SIGKILL: every key and withdrawal reaches the chain, exactly once."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployed import Deployed
from gateway_stack import Stack
from relay_market import MarketTown

from hashtagspace.domain.market_states import DealState

FATAL = ("slot.signed", "slot.kept", "slot.sent", "call.done")
PROCESS = Path(__file__).parents[2] / "relay_process.py"

pytestmark = [pytest.mark.anvil, pytest.mark.slow]


@pytest.fixture
def stack(deployed: Deployed, tmp_path: Path) -> Iterator[Stack]:
    made = Stack(deployed, tmp_path)
    yield made
    made.stop()


@pytest.fixture
def town(deployed: Deployed, stack: Stack) -> Iterator[MarketTown]:
    """Its relay takes calls; the worker is the process that is killed, on the same outbox."""
    made = MarketTown(deployed, stack.folder)
    stack.environ["HASHTAGSPACE_OUTBOX_URL"] = made.url
    yield made
    made.close()


def test_sigkill_at_every_step(town: MarketTown, stack: Stack) -> None:
    offer = town.bazaar.open(deliver_seconds=86_400)
    profiles = [town.person(n) for n in range(1, 2 * len(FATAL) + 1)]
    sales = [town.bazaar.answer(offer, n, profile) for n, profile in enumerate(profiles, 1)]
    town.accepted(*sales)
    account = town.deployed.web3.eth.account.from_key(stack.folder.joinpath("relay-key").read_text()).address
    before = town.deployed.web3.eth.get_transaction_count(account)
    answers = []
    for at, step in enumerate(FATAL):
        delivered, withdrawn = sales[2 * at], sales[2 * at + 1]
        answers.append(town.deliver(delivered))
        answers.append(town.revoke(withdrawn.seller, offer.offer, withdrawn.consent.profile))
        child = stack.start("relay", [sys.executable, str(PROCESS), step])
        for _ in range(300):
            if child.poll() is not None:
                break
            town.deployed.anvil.mine()
            time.sleep(0.1)
        assert child.returncode == -signal.SIGKILL, f"{step}: {stack.log_of('relay')}"
    stack.start("relay", [sys.executable, str(PROCESS), "-"])

    def all_final() -> bool:
        town.deployed.anvil.mine()
        return all(town.state(answer) == "final" for answer in answers)

    stack.wait_until(all_final, f"{[town.state(answer) for answer in answers]}")
    for at in range(len(FATAL)):
        assert town.deal_state(sales[2 * at]) == DealState.SETTLED
        assert town.deal_state(sales[2 * at + 1]) == DealState.REVOKED
    assert town.deployed.web3.eth.get_transaction_count(account) - before == len(answers)

"""The sending engine stopped at every single request, by a key and by an unlocked account."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from anvil_node import Anvil
from foreign import CHAIN_ID, DEPLOYER, KEY, creation_code, nonce

from deployment.failure import DeployError
from deployment.fees import GWEI, FeePolicy, Fees
from deployment.journal import Attempt, Journal, find_journal
from deployment.node import Json, Node
from deployment.plan import WITHOUT_PEOPLE, Parameters, create_address
from deployment.send import Patience, Sending, find_by_nonce
from deployment.signer import KeySigner, Signer, UnlockedSigner

PATIENCE = Patience(confirmations=0, poll_seconds=0.02, stuck_seconds=0.3, limit_seconds=20)


class Stopped(BaseException):
    """The process is gone."""


class StoppingNode(Node):
    """Stops at the request number `stop_at`: half of the time before the node gets it, half after."""

    def __init__(self, url: str, stop_at: int, *, is_after: bool) -> None:
        super().__init__(url)
        self._left, self._is_after = stop_at, is_after

    def call(self, method: str, *params: object) -> Any:
        self._left -= 1
        if self._left == 0 and not self._is_after:
            raise Stopped
        result = super().call(method, *params)
        if self._left == 0:
            raise Stopped
        return result


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    return tmp_path / "journal.json"


def new_journal(path: Path, first_nonce: int = 0) -> Journal:
    journal = Journal(path, CHAIN_ID, "0x00", DEPLOYER, first_nonce, Parameters(DEPLOYER), {})
    journal.save()
    return journal


def send(
    node: Node, path: Path, signer: Signer, patience: Patience = PATIENCE, **policy: int
) -> dict[str, Json]:
    journal = find_journal(path)
    assert journal is not None
    creation = {step.name: creation_code(step) for step in journal.steps}
    gas = dict.fromkeys(WITHOUT_PEOPLE, 5_000_000)
    policies = FeePolicy(**policy)
    return Sending(node, signer, journal, creation, gas, policies, patience, lambda _line: None).run()


SIGNERS: list[Callable[[], Signer]] = [
    lambda: KeySigner(DEPLOYER, KEY),
    lambda: UnlockedSigner(DEPLOYER),
]


@pytest.mark.parametrize("make_signer", SIGNERS, ids=["key", "unlocked"])
@pytest.mark.parametrize("is_after", [False, True], ids=["unsent", "unanswered"])
def test_stopped_at_any_request_each_contract_is_deployed_once(
    foreign: Anvil, journal_path: Path, make_signer: Callable[[], Signer], is_after: bool
):
    clean = foreign.snapshot()
    for stop_at in range(1, 100):
        foreign.revert(clean)
        clean = foreign.snapshot()
        new_journal(journal_path)
        try:
            send(StoppingNode(foreign.url, stop_at, is_after=is_after), journal_path, make_signer())
        except Stopped:
            receipts = send(Node(foreign.url), journal_path, make_signer())
            assert nonce(foreign) == len(WITHOUT_PEOPLE)
            addresses = [receipts[name]["contractAddress"].lower() for name in WITHOUT_PEOPLE]
            assert addresses == [create_address(DEPLOYER, n).lower() for n in range(len(WITHOUT_PEOPLE))]
        else:
            assert stop_at > 4 * len(WITHOUT_PEOPLE)
            return
    raise AssertionError("never came to an end")


class CountingNode(Node):
    """Stops at the sending number `stop_at`."""

    def __init__(self, url: str, stop_at: int) -> None:
        super().__init__(url)
        self._left = stop_at

    def call(self, method: str, *params: object) -> Any:
        self._left -= method == "eth_sendRawTransaction"
        if self._left == 0:
            raise Stopped
        return super().call(method, *params)


HASTY = Patience(confirmations=0, poll_seconds=0.02, stuck_seconds=0, limit_seconds=60)


def attempts_of(path: Path, name: str) -> list[Attempt]:
    journal = find_journal(path)
    assert journal is not None
    return journal.attempts[name]


def test_a_waiting_transaction_is_replaced_by_one_that_offers_more(foreign: Anvil, journal_path: Path):
    foreign.call("evm_setAutomine", False)
    new_journal(journal_path)
    with pytest.raises(Stopped):
        send(CountingNode(foreign.url, 5), journal_path, KeySigner(DEPLOYER, KEY), HASTY)
    tried = attempts_of(journal_path, "TagToken")
    assert len(tried) == 5
    for earlier, later in pairwise(tried):
        assert later.max_fee_wei * 8 > earlier.max_fee_wei * 9
        assert later.priority_fee_wei * 8 > earlier.priority_fee_wei * 9
    waiting = foreign.call("txpool_content")["pending"]
    assert [len(sent) for sent in waiting.values()] == [1]
    foreign.call("evm_setAutomine", True)
    foreign.mine()
    receipts = send(Node(foreign.url), journal_path, KeySigner(DEPLOYER, KEY))
    assert receipts["TagToken"]["transactionHash"] in {attempt.hash for attempt in tried}
    assert nonce(foreign) == len(WITHOUT_PEOPLE)


def test_the_operators_limit_is_never_exceeded(foreign: Anvil, journal_path: Path):
    foreign.call("evm_setAutomine", False)
    new_journal(journal_path)
    signer, limit = KeySigner(DEPLOYER, KEY), 3 * GWEI
    with pytest.raises(Stopped):
        send(CountingNode(foreign.url, 4), journal_path, signer, HASTY, max_fee_wei=limit)
    assert [attempt.max_fee_wei for attempt in attempts_of(journal_path, "TagToken")] == [limit]


def test_waiting_has_an_end_that_names_the_way_on(foreign: Anvil, journal_path: Path):
    foreign.call("evm_setAutomine", False)
    new_journal(journal_path)
    with pytest.raises(DeployError, match="run the same command again later"):
        send(Node(foreign.url), journal_path, KeySigner(DEPLOYER, KEY), Patience(0, 0.02, 5, 0.2))


def test_contracts_that_a_reorganisation_drops_are_sent_again(foreign: Anvil, journal_path: Path):
    new_journal(journal_path)
    signer = KeySigner(DEPLOYER, KEY)
    first = send(Node(foreign.url), journal_path, signer)
    foreign.reorg(3)
    second = send(Node(foreign.url), journal_path, signer)
    assert nonce(foreign) == len(WITHOUT_PEOPLE)
    for name in WITHOUT_PEOPLE:
        assert second[name]["contractAddress"] == first[name]["contractAddress"]
        assert foreign.call("eth_getTransactionReceipt", second[name]["transactionHash"]) is not None


def test_a_reorganisation_while_waiting_for_confirmations_is_seen(foreign: Anvil, journal_path: Path):
    new_journal(journal_path)
    node = ReorganisingNode(foreign)
    receipts = send(node, journal_path, KeySigner(DEPLOYER, KEY), Patience(2, 0.02, 5, 20))
    assert node.was_reorganised
    for receipt in receipts.values():
        now = foreign.call("eth_getTransactionReceipt", receipt["transactionHash"])
        assert now["blockHash"] == receipt["blockHash"]


class ReorganisingNode(Node):
    """Drops the last three blocks once there are more than three, and mines one at every look at the head."""

    def __init__(self, anvil: Anvil) -> None:
        super().__init__(anvil.url)
        self._anvil = anvil
        self.was_reorganised = False

    def head(self) -> int:
        if not self.was_reorganised and super().head() > 3:
            self.was_reorganised = True
            self._anvil.reorg(3)
        self._anvil.mine()
        return super().head()


def test_a_refused_transaction_is_told_and_may_be_sent_later(foreign: Anvil, journal_path: Path):
    new_journal(journal_path)
    balance = foreign.call("eth_getBalance", DEPLOYER, "latest")
    foreign.call("anvil_setBalance", DEPLOYER, "0x1")
    with pytest.raises(DeployError, match="did not take TagToken"):
        send(Node(foreign.url), journal_path, KeySigner(DEPLOYER, KEY))
    foreign.call("anvil_setBalance", DEPLOYER, balance)
    send(Node(foreign.url), journal_path, KeySigner(DEPLOYER, KEY))
    assert nonce(foreign) == len(WITHOUT_PEOPLE)


def test_a_transaction_is_found_by_its_nonce(foreign: Anvil):
    foreign.call("anvil_impersonateAccount", DEPLOYER)
    sent = []
    for count in (3, 1, 5, 2):
        foreign.mine(count)
        call = {"from": DEPLOYER, "to": DEPLOYER, "value": "0x1"}
        sent.append(foreign.call("eth_sendTransaction", call))
        foreign.mine()
    node = Node(foreign.url)
    assert [(find_by_nonce(node, DEPLOYER, n) or {})["hash"] for n in range(4)] == sent
    assert find_by_nonce(node, DEPLOYER, 4) is None


def test_raised_fees_satisfy_what_nodes_ask_of_a_replacement(foreign: Anvil):
    policy, node = FeePolicy(), Node(foreign.url)
    tried = Fees(0, 100 * GWEI, 700 * GWEI)
    raised = policy.raise_fees(node, tried)
    assert raised is not None
    assert raised.max_fee_wei * 10 >= tried.max_fee_wei * 11
    assert raised.priority_wei * 10 >= tried.priority_wei * 11
    assert FeePolicy(max_fee_wei=700 * GWEI).raise_fees(node, tried) is None

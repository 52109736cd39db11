"""A person's own transactions, without any relay, on a real anvil."""

import pytest
from anvil_node import KEYS, Anvil
from chain_proxy import ChainProxy, Dropped
from deployed import deploy

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.transact import NoCoin, NonceTaken, NotMined, Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.errors import ChainUnavailable

pytestmark = pytest.mark.anvil
RICH = Wallet(KEYS[0])


@pytest.fixture(scope="module")
def chain():
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield deploy(node)
    node.stop()


def transactor(url, wallet=RICH, **options):
    options = {"poll_seconds": 0.01, "sleep": lambda _: None, **options}
    return Transactor(SharedRpc(Rpc(url)), wallet, 31_337, **options)


def transfer(receiver, amount=1):
    return encode_call("TagToken", "transfer", [receiver, amount])


def token_of(chain):
    return chain.deployment.tag_token


def balance(chain, address):
    return chain.token.functions.balanceOf(chain.web3.to_checksum_address(address)).call()


def test_a_transaction_is_followed_into_its_block(chain):
    receiver = Wallet.create().address
    mined = transactor(chain.anvil.url).transact(token_of(chain), transfer(receiver, 7))
    assert mined.block_number == chain.anvil.head()
    assert balance(chain, receiver) == 7


def test_several_are_sent_before_any_is_waited_for(chain):
    """With blocks only on demand: one block holds them all, and what is refused stands between them."""
    receivers = [Wallet.create().address for _ in range(3)]
    refused = (token_of(chain), transfer(receivers[0], 10**40))
    calls = [(token_of(chain), transfer(one, 2)) for one in receivers]
    naps = []

    def sleep(_seconds):
        naps.append(1)
        if len(naps) == 1:
            chain.anvil.mine()

    chain.anvil.call("evm_setAutomine", False)
    try:
        outcomes = transactor(chain.anvil.url, sleep=sleep).transact_many([calls[0], refused, *calls[1:]])
    finally:
        chain.anvil.call("evm_setAutomine", True)
    assert isinstance(outcomes[1], CallReverted)
    blocks = {one.block_number for one in outcomes if not isinstance(one, CallReverted)}
    assert len(blocks) == 1
    assert [balance(chain, one) for one in receivers] == [2, 2, 2]
    assert transactor(chain.anvil.url).transact_many([]) == []


def test_what_the_contract_refuses_is_never_sent(chain):
    before = chain.anvil.head()
    with pytest.raises(CallReverted):
        transactor(chain.anvil.url, Wallet(KEYS[1])).transact(token_of(chain), transfer(RICH.address))
    assert chain.anvil.head() == before


def test_a_wallet_without_coin_is_told_that_others_may_carry_the_call(chain):
    poor = Wallet.create()
    chain.send(chain.token.functions.transfer(chain.web3.to_checksum_address(poor.address), 5))
    with pytest.raises(NoCoin, match="gateway's relay") as caught:
        transactor(chain.anvil.url, poor).transact(token_of(chain), transfer(RICH.address))
    assert poor.private_key().hex() not in str(caught.value)


def test_a_stuck_transaction_pays_more_until_a_block_takes_it(chain):
    receiver, naps = Wallet.create().address, []

    def sleep(seconds):
        naps.append(seconds)
        if len(naps) == 8:
            chain.anvil.mine()

    chain.anvil.call("evm_setAutomine", False)
    try:
        mined = transactor(chain.anvil.url, poll_seconds=10.0, sleep=sleep).transact(
            token_of(chain), transfer(receiver, 3)
        )
    finally:
        chain.anvil.call("evm_setAutomine", True)
    paid = chain.web3.eth.get_transaction(mined.tx_hash)
    assert len(naps) == 8
    assert paid["maxFeePerGas"] > 2 * chain.web3.eth.get_block(mined.block_number)["baseFeePerGas"]
    assert balance(chain, receiver) == 3  # once, whatever was sent


def test_patience_ends_and_the_hash_is_told(chain):
    chain.anvil.call("evm_setAutomine", False)
    try:
        with pytest.raises(NotMined, match=r"0x[0-9a-f]{64}.*may still come"):
            transactor(chain.anvil.url, patience_seconds=0.05).transact(
                token_of(chain), transfer(RICH.address)
            )
    finally:
        chain.anvil.mine()
        chain.anvil.call("evm_setAutomine", True)


def test_another_transaction_in_its_place_is_told(chain):
    """Between the question for the nonce and the sending, another device of the wallet sends."""
    proxy = ChainProxy(chain.anvil.url)
    receiver = Wallet.create().address

    def before(method, _params):
        if method == "eth_sendRawTransaction":
            proxy.before = lambda *_: None
            transactor(chain.anvil.url).transact(token_of(chain), transfer(RICH.address))

    proxy.before = before
    try:
        with pytest.raises(NonceTaken, match="look at what it did"):
            transactor(proxy.url).transact(token_of(chain), transfer(receiver))
    finally:
        proxy.close()
    assert balance(chain, receiver) == 0


def test_a_transaction_that_fails_in_its_block_says_why(chain):
    """Somebody takes the handle between the question whether it is free and the block."""
    me = Wallet.create()
    chain.anvil.call("anvil_setBalance", "0x" + me.address.hex(), hex(10**18))
    nothing = (bytes(20), bytes(32), bytes(32), (bytes(20), 0, 0))
    proxy = ChainProxy(chain.anvil.url)

    def before(method, _params):
        if method == "eth_sendRawTransaction":
            proxy.before = lambda *_: None
            zero = "0x" + "00" * 20
            taken = chain.profiles.functions.register("wanted", zero, bytes(32), bytes(32), (zero, 0, 0))
            chain.send(taken, Wallet(KEYS[2]))

    proxy.before = before
    registry = chain.deployment.profile_registry
    try:
        with pytest.raises(CallReverted) as caught:
            transactor(proxy.url, me).transact(
                registry, encode_call("ProfileRegistry", "register", ["wanted", *nothing])
            )
    finally:
        proxy.close()
    assert caught.value.exact_code == "handle.taken"


def test_a_node_that_is_gone_says_so(chain):
    proxy = ChainProxy(chain.anvil.url)

    def before(*_):
        raise Dropped

    proxy.before = before
    try:
        with pytest.raises(ChainUnavailable):
            transactor(proxy.url).transact(token_of(chain), transfer(RICH.address))
    finally:
        proxy.close()


def test_the_key_is_in_no_repr(chain):
    assert RICH.private_key().hex() not in repr(transactor(chain.anvil.url))

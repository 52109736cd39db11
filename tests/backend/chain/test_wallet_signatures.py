"""Who signed, asked of a real node: keys, contract wallets, delegated accounts, and code that means harm."""

from hashlib import sha256

import pytest
from anvil_node import Anvil

from hashtagspace.chain.errors import ChainTimeout
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.wallet import Wallet
from hashtagspace.chain.wallet_signatures import WalletSignatures
from hashtagspace.domain.keccak import keccak256
from hashtagspace.errors import ChainUnavailable

DIGEST = sha256(b"what is signed").digest()
ACCOUNT = b"\x5a" * 20
_MAGIC = "1626ba7e" + "00" * 28
YES = "7f" + _MAGIC + "5f5260205ff3"  # answers the magic word to whatever is asked
ONE = "60015f5260205ff3"
SHORT = "7f" + _MAGIC + "5f5260045ff3"
REVERTS = "5f5ffd"
LOOPS = "5b5f56"
NOTHING = "00"
# Yes iff the calldata is isValidSignature(DIGEST, "sig") as Solidity encodes it.
WANTED = (
    bytes.fromhex("1626ba7e")
    + DIGEST
    + (64).to_bytes(32, "big")
    + (3).to_bytes(32, "big")
    + b"sig"
    + bytes(29)
)


class SilentRpc:
    """A node that is away."""

    def call(self, method: str, params: object = ()) -> object:
        raise ChainTimeout(f"no answer to {method}{params!r:.0}")


@pytest.fixture
def wallets(anvil: Anvil) -> WalletSignatures:
    return WalletSignatures(SharedRpc(Rpc(anvil.url)))


def give_code(anvil: Anvil, code: str, account: bytes = ACCOUNT) -> None:
    anvil.call("anvil_setCode", "0x" + account.hex(), "0x" + code)


@pytest.mark.parametrize("length", [0, 64, 65, 66, 4097])
def test_a_key_needs_no_node_but_others_do(length: int) -> None:
    wallet = Wallet(b"\x07" * 32)
    away = WalletSignatures(SilentRpc())
    assert away.is_signed_by(wallet.address, DIGEST, wallet.sign_digest(DIGEST))
    if length <= 4096:
        with pytest.raises(ChainUnavailable):
            away.is_signed_by(wallet.address, DIGEST, bytes(length))
    else:
        assert not away.is_signed_by(wallet.address, DIGEST, bytes(length))


@pytest.mark.anvil
@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (YES, True),
        (ONE, False),
        (SHORT, False),
        (REVERTS, False),
        (LOOPS, False),
        (NOTHING, False),
        ("", False),
    ],
)
def test_what_code_says(anvil: Anvil, wallets: WalletSignatures, code: str, answer: bool) -> None:
    give_code(anvil, code)
    assert wallets.is_signed_by(ACCOUNT, DIGEST, b"anything") is answer


@pytest.mark.anvil
def test_the_question_is_as_solidity_asks_it(anvil: Anvil, wallets: WalletSignatures) -> None:
    """The code compares a hash of its calldata with the one that is wanted."""
    hashes = "365f5f37365f20"  # calldatacopy(0, 0, size); keccak256(0, size)
    is_wanted = "7f" + keccak256(WANTED).hex() + "14"  # 1 or 0
    answers = "631626ba7e" + "02" + "60e01b" + "5f5260205ff3"  # times the magic number, in the highest bytes
    give_code(anvil, hashes + is_wanted + answers)
    assert wallets.is_signed_by(ACCOUNT, DIGEST, b"sig")
    assert not wallets.is_signed_by(ACCOUNT, DIGEST, b"gis")
    assert not wallets.is_signed_by(ACCOUNT, sha256(b"else").digest(), b"sig")


@pytest.mark.anvil
def test_a_delegated_account_signs_by_its_key(anvil: Anvil, wallets: WalletSignatures) -> None:
    wallet = Wallet(b"\x08" * 32)
    give_code(anvil, "ef0100" + ACCOUNT.hex(), wallet.address)
    give_code(anvil, REVERTS)
    assert wallets.is_signed_by(wallet.address, DIGEST, wallet.sign_digest(DIGEST))
    assert not wallets.is_signed_by(wallet.address, DIGEST, Wallet(b"\x09" * 32).sign_digest(DIGEST))

"""The paying account: keys from disk, words of nodes, and answers equal to the contract's own."""

import json
import os

import pytest
from anvil_node import KEYS
from deployed import Deployed
from eth_account import Account

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.errors import RpcFailed
from hashtagspace.chain.keyfile import decrypt_key, encrypt_key, load_private_key, write_private
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.submit import SendOutcome, Submitter
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.errors import ChainUnavailable, ConfigError

KEY = b"\x42" * 32
ZERO = "0x" + "00" * 20


def private(path, text):
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_plain_key_needs_its_owner_s_eyes_only(tmp_path):
    path = private(tmp_path / "key", "0x" + KEY.hex() + "\n")
    assert load_private_key(path) == KEY
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600") as caught:
        load_private_key(path)
    assert KEY.hex() not in str(caught.value)


@pytest.mark.parametrize("text", ["", "0x12", "z" * 64, "00" * 33])
def test_what_is_no_key_is_told_without_showing_it(tmp_path, text):
    with pytest.raises(ConfigError) as caught:
        load_private_key(private(tmp_path / "key", text))
    assert not text or text not in str(caught.value)


def test_a_keystore_opens_with_its_password_file(tmp_path):
    keystore = private(tmp_path / "k.json", json.dumps(Account.encrypt(KEY, "horse", iterations=2)))
    assert load_private_key(keystore, private(tmp_path / "good", "horse\n")) == KEY
    with pytest.raises(ConfigError, match="does not open"):
        load_private_key(keystore, private(tmp_path / "bad", "cow"))
    with pytest.raises(ConfigError, match="HASHTAGSPACE_RELAY_PASSWORD_FILE"):
        load_private_key(keystore)
    (tmp_path / "good").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        load_private_key(keystore, tmp_path / "good")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_private_key(tmp_path / "nothing")


def test_keys_are_encrypted_and_files_private(tmp_path):
    kept = encrypt_key(KEY, "horse")
    assert KEY.hex() not in json.dumps(kept)
    assert decrypt_key(kept, "horse") == KEY
    write_private(tmp_path / "a" / "b", "text")
    assert os.stat(tmp_path / "a" / "b").st_mode & 0o077 == 0  # noqa: PTH116
    assert "42" * 32 not in repr(Submitter(None, KEY, 1))


class Talking:
    """A node that refuses everything in its own words."""

    def __init__(self, words, data=None):
        self.words, self.data = words, data

    def call(self, method, params=()):  # noqa: ARG002
        raise RpcFailed(self.words, -32000, self.data)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("already known", SendOutcome.ACCEPTED),
        ("transaction already imported", SendOutcome.ACCEPTED),
        ("nonce too low: next nonce 5, tx nonce 4", SendOutcome.NONCE_USED),
        ("insufficient funds for gas * price + value: balance 0", SendOutcome.POOR),
        ("replacement transaction underpriced", SendOutcome.UNDERPRICED),
        ("max fee per gas less than block base fee", SendOutcome.UNDERPRICED),
    ],
)
def test_words_of_nodes(words, outcome):
    assert Submitter(Talking(words), KEY, 1).send(b"\x01") is outcome


def test_words_that_mean_nothing_known_are_an_outage_and_reverts_are_reverts():
    with pytest.raises(ChainUnavailable):
        Submitter(Talking("the disk is full"), KEY, 1).send(b"\x01")
    with pytest.raises(ChainUnavailable):
        Submitter(Talking("the disk is full"), KEY, 1).simulate(b"\x01" * 20, b"")
    with pytest.raises(CallReverted):
        Submitter(Talking("execution reverted"), KEY, 1).estimate_gas(b"\x01" * 20, b"")
    with pytest.raises(CallReverted):
        Submitter(Talking("oops", "0x1234"), KEY, 1).simulate(b"\x01" * 20, b"")


@pytest.mark.anvil
def test_authority_read_for_the_relay_is_the_contract_s_for_every_signer_kind_and_time(deployed: Deployed):
    rpc = SharedRpc(Rpc(deployed.anvil.url))
    at = deployed.deployment
    reads = RelayReads(rpc, at.post_registry, at.profile_registry)
    owner, key, buyer = Wallet(b"\x01" * 32), Wallet(b"\x02" * 32), Wallet(b"\x03" * 32)
    functions = deployed.profiles.functions
    until = deployed.anvil.time() + 5000
    grant = (deployed.web3.to_checksum_address(key.address), until, 0b110)
    deployed.send(functions.register("owner", ZERO, bytes(32), bytes(32), grant), owner)
    profile = profile_id_of(owner.address, 0)
    times = [0, deployed.anvil.time() - 1, deployed.anvil.time(), until - 1, until, 2**40]

    def compare():
        for signer in (owner, key, buyer):
            authority = reads.read_authority(profile, signer.address)
            checksum = deployed.web3.to_checksum_address(signer.address)
            for kind in (1, 2, 3, 14):
                for t in times:
                    assert (
                        authority.allows(kind, t) == functions.isAuthorised(profile, checksum, kind, t).call()
                    )

    compare()
    deployed.anvil.move_time(100)
    times += [deployed.anvil.time(), deployed.anvil.time() - 50]
    deployed.send(functions.revokeKey(profile, grant[0], deployed.anvil.time() - 40), owner)
    compare()
    assert reads.read_authority(profile, key.address).is_revoked
    deadline = deployed.anvil.time() + 900
    from hashtagspace.domain.typed_data import TransferCustody  # noqa: PLC0415

    form = TransferCustody(profile, buyer.address, 0, deadline)
    consent = buyer.sign_form(form, deployed.typed_domain())
    to = deployed.web3.to_checksum_address(buyer.address)
    deployed.send(functions.transferCustody(profile, to, deadline, consent), owner)
    times += [deployed.anvil.time(), deployed.anvil.time() + 1]
    compare()
    assert reads.read_authority(profile + 1, owner.address).spans == ()


@pytest.mark.anvil
def test_a_transaction_is_signed_sent_and_found(deployed: Deployed):
    submitter = Submitter(SharedRpc(Rpc(deployed.anvil.url)), KEYS[4], 31337)
    fees, to = submitter.propose_fees(), deployed.deployment.post_registry
    data = encode_call("PostRegistry", "anchor", (b"\x01" * 32, b"\x02" * 32, 3))
    gas = submitter.estimate_gas(to, data)
    signed = submitter.sign(to, data, nonce=submitter.read_nonce(), gas=gas, fees=fees)
    assert not submitter.is_known(signed.tx_hash)
    assert submitter.send(signed.raw) is SendOutcome.ACCEPTED
    assert submitter.find_receipt(signed.tx_hash).ok
    assert submitter.send(signed.raw) in (SendOutcome.ACCEPTED, SendOutcome.NONCE_USED)
    assert submitter.read_nonce() == submitter.read_pending_nonce() == 1
    at = deployed.deployment
    (seen,) = RelayReads(submitter._rpc, at.post_registry, at.profile_registry).list_anchors(b"\x01" * 32, 0)
    assert (seen.batch_digest, seen.count, seen.tx_hash) == (b"\x02" * 32, 3, signed.tx_hash)

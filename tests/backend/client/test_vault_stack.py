"""A vault against a real gateway: its checks of signatures, sequences and files, and what it keeps."""

import dataclasses
import secrets

import pytest

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.vault import RecoveryCode, Vault, create_code, unlock_by
from hashtagspace.client.vault_ports import HttpVaultGateway
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.vault.manifest import decode_manifest

pytestmark = pytest.mark.anvil


def code_of(call, *arguments, **options):
    with pytest.raises(HashtagspaceError) as caught:
        call(*arguments, **options)
    return caught.value.exact_code


@pytest.fixture
def client(stack):
    made = Client(stack.url, Wallet.create(), poll_seconds=0.05)
    made.register(f"v_{secrets.token_hex(5)}", wait=True)
    yield made
    made.close()


@pytest.fixture
def ways(client):
    return [RecoveryCode(create_code()), unlock_by(client.wallet)]


def test_no_vault_yet(client, ways):
    assert code_of(Vault.open, client, ways[0]) == "vault.none"


def test_a_stranger_cannot_write_a_vault(stack, client, ways):
    vault = Vault.create(client, ways)
    stranger = dataclasses.replace(vault._open.ports, sign_digest=Wallet.create().sign_digest)
    assert code_of(Vault.open(stranger, ways[0]).add, "interests", "x", {}) == "vault.signature"
    assert Vault.open(client, ways[0]).records == ()
    assert stack.log_of("serve").count("Traceback") == 0


def test_the_gateway_holds_one_line_of_heads(client, ways):
    vault = Vault.create(client, ways)
    vault.add("interests", "one", {})
    gateway = HttpVaultGateway(client.gateway)
    head = gateway.find_head(int(client.profile_id))
    assert code_of(gateway.put_head, int(client.profile_id), head) == "vault.stale"
    later = dataclasses.replace(head, sequence=head.sequence + 1)
    assert code_of(gateway.put_head, int(client.profile_id), later) == "vault.manifest"


def test_a_missing_file_keeps_a_head_out(client, ways):
    vault = Vault.create(client, ways)
    gateway = HttpVaultGateway(client.gateway)
    vault._open._blobs.clear()

    class Forgetful(HttpVaultGateway):
        def put_blob(self, data):
            """Keep nothing."""

    vault._open.ports = dataclasses.replace(vault._open.ports, gateway=Forgetful(client.gateway))
    assert code_of(vault.add, "interests", "x", {}) == "vault.blob_missing"
    assert gateway.find_head(int(client.profile_id)).sequence == 1


def test_a_life_of_a_vault(tmp_path, client, ways):
    vault = Vault.create(client, ways, copy=tmp_path / "vault.json")
    small = vault.add("interests", "small", {"fields": {"topics": ["hiking"]}})
    large = vault.add(
        "custom", "large", {"name": "f", "mime": "text/plain", "data": "A" * 600_000}, source="file"
    )
    assert vault.whereabouts == "gateway"
    other = Vault.open(client, ways[1])
    assert other.read(small.record_id) == {"fields": {"topics": ["hiking"]}}
    assert len(other.read(large.record_id)["data"]) == 600_000
    other.destroy(large.record_id)
    vault.sync()
    assert [record.title for record in vault.records] == ["small"]
    head = HttpVaultGateway(client.gateway).find_head(int(client.profile_id))
    assert large.cid not in decode_manifest(head.manifest).blobs  # the gateway drops the file a day later
    imported = Vault.import_file(client, vault.export_file(), ways[0])
    assert [record.title for record in imported.records] == ["small"]


def test_the_wallet_writes_when_the_session_key_may_not(client, ways):
    vault = Vault.create(client, ways)
    client.use(client.profile_id)
    vault.add("interests", "by the wallet", {})
    assert Vault.open(client, ways[1]).records[0].title == "by the wallet"

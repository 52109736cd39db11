"""A gateway for vaults in memory, and devices that use it."""

from itertools import count

from hashtagspace.chain.signatures import find_signer
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.errors import GatewayUnreachable
from hashtagspace.client.vault_ports import LocalCopy, VaultPorts
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.errors import Conflict, InvalidInput, Refused
from hashtagspace.market.vault.errors import refuse
from hashtagspace.market.vault.export_file import cid_of_blob
from hashtagspace.market.vault.manifest import decode_manifest, manifest_digest
from hashtagspace.market.vault.unlocking import RecoveryCode, WalletUnlock, create_code

REGISTRY = TypedDomain(31337, bytes(19) + b"\1")
PROFILE = 42
WALLET = Wallet(b"\7" * 32)
CODE = RecoveryCode(create_code())
WAYS = (CODE, WalletUnlock(WALLET.address, WALLET.sign_digest))


class FakeVaultGateway:
    """Judges heads as the real one does; `is_away` has every call fail."""

    def __init__(self):
        self.heads = []
        self.blobs = {}
        self.is_away = False
        self.before_put = None
        self.loses_answer = False

    def find_head(self, profile):  # noqa: ARG002
        self._answer()
        return self.heads[-1] if self.heads else None

    def put_head(self, profile, head):
        self._answer()
        before, self.before_put = self.before_put, None
        if before is not None:
            before()
        if self.heads and head.sequence <= self.heads[-1].sequence:
            raise Conflict("another head came first", code="vault.stale")
        form = VaultHead(profile, manifest_digest(head.manifest), head.sequence, head.forget, head.signed_at)
        if find_signer(vault_digest(form, REGISTRY), head.signature) != WALLET.address:
            raise Refused("not the profile's", code="vault.signature")
        if not set(decode_manifest(head.manifest).blobs) <= set(self.blobs):
            raise InvalidInput("a file is not here", code="vault.blob_missing")
        self.heads.append(head)
        if self.loses_answer:
            self.loses_answer = False
            raise GatewayUnreachable("gone")

    def put_blob(self, data):
        self._answer()
        self.blobs[cid_of_blob(data)] = data

    def get_blob(self, cid):
        self._answer()
        if cid not in self.blobs:
            raise refuse("blob_missing", "not here")
        return self.blobs[cid]

    def _answer(self):
        if self.is_away:
            raise GatewayUnreachable("gone")


def device(gateway, copy=None, profile=PROFILE, sign=WALLET.sign_digest):
    """One machine at a gateway, with a clock that only moves on."""
    clock = count(1_790_000_000_000, 1000)
    return VaultPorts(profile, REGISTRY, gateway, LocalCopy(copy), sign, clock.__next__, WALLET.address)

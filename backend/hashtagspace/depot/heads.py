"""Heads of vaults: which manifest is the latest. Opaque but for the files that it names."""

from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.depot.answers import HeadSubmission
from hashtagspace.depot.budgets import DepositBudget
from hashtagspace.depot.errors import BadDeposit, DepositConflict
from hashtagspace.depot.signers import SignerCheck
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.market.vault.errors import InvalidVault
from hashtagspace.market.vault.manifest import (
    MANIFEST_BYTES,
    Manifest,
    decode_manifest,
    manifest_digest,
)
from hashtagspace.store import depot_heads, depot_uploads
from hashtagspace.store.depot_rows import HeadRow
from hashtagspace.store.outbox_engine import Outbox

HEADS_KEPT: Final = 8
_CLOCK_SECONDS: Final = 600
_LONGEST_STEP: Final = 1_000_000
_AT_ONCE: Final = 500


class HeadDesk:
    """Takes and gives heads. Thread-safe."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        signers: SignerCheck,
        domain: TypedDomain,
        budget: DepositBudget,
        vault_bytes: int,
        wall: Callable[[], float],
    ) -> None:
        """`domain`: ProfileRegistry's; `vault_bytes`: what the files of one vault may take together."""
        self._outbox = outbox
        self._signers = signers
        self._domain = domain
        self._budget = budget
        self._vault_bytes = vault_bytes
        self._wall = wall

    def find(self, profile: int) -> HeadRow | None:
        """The latest head of the profile's vault."""
        with self._outbox.read() as connection:
            return depot_heads.find_head(connection, self._outbox.network_id, profile)

    def keep(self, submission: HeadSubmission, caller: str) -> int:
        """The head is the vault's latest; its sequence. The last 8 are kept, with `forget` only this one.

        What only heads that went had named is dropped after a day.

        Raises `vault.*`, `depot.budget`, `chain.*`.
        """
        manifest = self._judge_manifest(submission)
        blobs = manifest.blobs
        self._budget.spend_caller(caller)
        self._judge_signature(submission, needs_custody=self._needs_custody(submission, manifest))
        self._budget.spend_profile(submission.profile)
        head = HeadRow(
            submission.manifest,
            submission.sequence,
            submission.forget,
            submission.signed_at,
            submission.signature,
        )
        self._store(submission.profile, head, blobs)
        return head.sequence

    def _needs_custody(self, submission: HeadSubmission, manifest: Manifest) -> bool:
        """What takes older heads away, or puts another vault in their place, is no session key's to do."""
        held = self.find(submission.profile)
        if submission.forget or held is None:
            return submission.forget
        return decode_manifest(held.manifest).commitment != manifest.commitment

    def _store(self, profile: int, head: HeadRow, blobs: Sequence[str]) -> None:
        network, now = self._outbox.network_id, int(self._wall())
        with self._outbox.write() as connection:
            depot_uploads.lock_uploads(connection)
            before = depot_heads.find_head(connection, network, profile)
            _judge_sequence(0 if before is None else before.sequence, head.sequence)
            sizes: dict[str, int] = {}
            for start in range(0, len(blobs), _AT_ONCE):
                cids = blobs[start : start + _AT_ONCE]
                sizes |= depot_uploads.map_sizes(connection, network, cids)
            self._judge_blobs(blobs, sizes)
            depot_heads.insert_head(connection, network, profile, head, blobs, now)
            kept = 1 if head.forget else HEADS_KEPT
            freed = depot_heads.drop_older_heads(connection, network, profile, kept)
            depot_uploads.renew_uploads(connection, network, freed, now)

    def _judge_manifest(self, submission: HeadSubmission) -> Manifest:
        if len(submission.manifest) > MANIFEST_BYTES:
            raise BadDeposit(
                f"A manifest has at most {MANIFEST_BYTES} bytes: destroy records that you need no more.",
                code="vault.too_large",
            )
        try:
            manifest = decode_manifest(submission.manifest)
        except InvalidVault as refusal:
            raise BadDeposit(refusal.detail, code="vault.manifest") from None
        if (manifest.profile, manifest.sequence) != (submission.profile, submission.sequence):
            raise BadDeposit(
                "The manifest is of another vault or sequence than the head.", code="vault.manifest"
            )
        return manifest

    def _judge_signature(self, submission: HeadSubmission, *, needs_custody: bool) -> None:
        if abs(submission.signed_at - self._wall()) > _CLOCK_SECONDS:
            raise BadDeposit(
                "The head is dated over 10 minutes from now: set the clock right and sign it again.",
                code="vault.signed_at",
            )
        form = VaultHead(
            submission.profile,
            manifest_digest(submission.manifest),
            submission.sequence,
            submission.forget,
            submission.signed_at,
        )
        digest = vault_digest(form, self._domain)
        require = self._signers.require_custody if needs_custody else self._signers.require
        require(submission.profile, digest, submission.signature, "vault.signature")

    def _judge_blobs(self, blobs: Sequence[str], sizes: dict[str, int]) -> None:
        missing = next((cid for cid in blobs if cid not in sizes), None)
        if missing is not None:
            raise BadDeposit(
                f"The file {missing} is not here: upload it to /v1/blobs, then send the head.",
                code="vault.blob_missing",
            )
        if sum(sizes.values()) > self._vault_bytes:
            raise BadDeposit(
                f"This gateway keeps {self._vault_bytes} bytes of one vault: destroy records that you need "
                "no more, or keep the vault at another gateway.",
                code="vault.quota",
            )


def _judge_sequence(held: int, sequence: int) -> None:
    if sequence <= held:
        raise DepositConflict(
            f"Head {held} came before: load it, apply the change again and send it as {held + 1}.",
            code="vault.stale",
        )
    if sequence > held + _LONGEST_STEP:
        raise BadDeposit(
            f"The sequence is more than {_LONGEST_STEP} above the one that is held.", code="vault.sequence"
        )

"""Vault heads: their order, who signs, which files they may name, what is forgotten."""

from dataclasses import replace

import pytest
from depot_world import CALLER, DepotWorld, open_depot_world

from hashtagspace.chain.relay_reads import Authority, Span
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.kinds import Kind
from hashtagspace.errors import Conflict, HashtagspaceError, InvalidInput, Refused
from hashtagspace.relay.errors import BudgetSpent


def keep(place: DepotWorld, submission) -> int:
    return place.depot.keep_head(submission, CALLER)


def code_of(place: DepotWorld, submission, kind: type[HashtagspaceError] = InvalidInput) -> str:
    with pytest.raises(kind) as caught:
        keep(place, submission)
    return caught.value.exact_code


def test_the_latest_head_comes_back(place: DepotWorld) -> None:
    ann, key_file = place.person("ann"), place.blob("keys")
    assert place.depot.find_head(ann.profile) is None
    sent = place.head(ann, 1, [key_file])
    assert keep(place, sent) == 1
    keep(place, place.head(ann, 2, [key_file, place.blob("record")]))
    found = place.depot.find_head(ann.profile)
    assert found is not None
    assert (found.sequence, found.manifest != sent.manifest) == (2, True)
    assert place.depot.find_head(ann.profile + 1) is None


@pytest.mark.parametrize("sequence", [1, 4, 5])
def test_an_older_or_equal_head_is_stale(place: DepotWorld, sequence: int) -> None:
    ann, blobs = place.person("ann"), [place.blob("keys")]
    keep(place, place.head(ann, 5, blobs))
    assert code_of(place, place.head(ann, sequence, blobs), Conflict) == "vault.stale"
    keep(place, place.head(ann, 6, blobs))


def test_two_devices_cannot_overwrite_each_other(place: DepotWorld) -> None:
    ann = place.person("ann")
    keep(place, place.head(ann, 1, [place.blob("keys")]))
    first = place.head(ann, 2, [place.blob("first device")])
    second = place.head(ann, 2, [place.blob("second device")])
    keep(place, first)
    assert code_of(place, second, Conflict) == "vault.stale"
    found = place.depot.find_head(ann.profile)
    assert found is not None
    assert found.manifest == first.manifest


def test_a_sequence_does_not_run_away(place: DepotWorld) -> None:
    ann, blobs = place.person("ann"), [place.blob("keys")]
    assert code_of(place, place.head(ann, 1_000_001, blobs)) == "vault.sequence"
    keep(place, place.head(ann, 1_000_000, blobs))


def test_who_may_sign(place: DepotWorld) -> None:
    ann, eve, blobs = place.person("ann"), place.person("eve"), [place.blob("keys")]
    posting, labelling = Wallet.create(), Wallet.create()
    place.world.authorise(ann, posting)
    place.world.authorise(ann, labelling, kinds=1 << Kind.LABEL)
    span = Span(0, 2**62, 1 << Kind.LABEL)
    place.chain.authorities[ann.profile, labelling.address] = Authority((span,))
    for signer in (eve.wallet, labelling, Wallet.create()):
        assert code_of(place, place.head(ann, 1, blobs, signer=signer), Refused) == "vault.signature"
    keep(place, place.head(ann, 1, blobs, signer=posting))
    keep(place, place.head(ann, 2, blobs))
    place.chain.authorities.clear()
    place.world.revoke(ann, posting)
    place.wait(10)
    assert code_of(place, place.head(ann, 3, blobs, signer=posting), Refused) == "vault.signature"


def test_every_signed_word_counts(place: DepotWorld) -> None:
    ann, blobs = place.person("ann"), [place.blob("keys")]
    good = place.head(ann, 1, blobs)
    for changed in (
        replace(good, forget=True),
        replace(good, signed_at=good.signed_at + 1),
        replace(good, manifest=place.manifest(ann, 1, [*blobs, place.blob("slipped in")])),
        replace(good, signature=b"\x00" * 65),
    ):
        assert code_of(place, changed, Refused) == "vault.signature"


def test_a_contract_wallet_signs_by_its_code(place: DepotWorld) -> None:
    ann, blobs = place.person("ann"), [place.blob("keys")]
    sent = replace(place.head(ann, 1, blobs), signature=b"not the form of a key's")
    assert code_of(place, sent, Refused) == "vault.signature"
    place.wallets.contracts[ann.wallet.address] = b"not the form of a key's"
    keep(place, sent)


@pytest.mark.parametrize("offset", [-601, 601])
def test_a_head_of_another_time(place: DepotWorld, offset: int) -> None:
    ann = place.person("ann")
    sent = place.head(ann, 1, [place.blob("keys")], signed_at=int(place.wall()) + offset)
    assert code_of(place, sent) == "vault.signed_at"


def test_a_manifest_that_is_none_or_another(place: DepotWorld) -> None:
    ann, bob, blobs = place.person("ann"), place.person("bob"), [place.blob("keys")]
    for manifest in (
        b"",
        b"{}",
        b"\xff\xfe",
        b'{"type":"vault"}',
        place.manifest(ann, 1, blobs) + b" ",
        place.manifest(ann, 2, blobs),
        place.manifest(bob, 1, blobs),
    ):
        assert code_of(place, place.head(ann, 1, blobs, manifest=manifest)) == "vault.manifest"
    huge = place.head(ann, 1, blobs, manifest=b"x" * 65_537)
    assert code_of(place, huge) == "vault.too_large"


def test_files_that_are_not_here(place: DepotWorld) -> None:
    ann = place.person("ann")
    stranger = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
    assert code_of(place, place.head(ann, 1, [place.blob("keys"), stranger])) == "vault.blob_missing"
    assert place.depot.find_head(ann.profile) is None


def test_a_vault_has_a_quota(tmp_path) -> None:
    place = open_depot_world(tmp_path, budgets=Budgets(vault_bytes=2_000))
    ann = place.person("ann")
    keep(place, place.head(ann, 1, [place.blob("keys", size=900)]))
    blobs = [place.blob(n, size=900) for n in range(3)]
    assert code_of(place, place.head(ann, 2, blobs)) == "vault.quota"
    place.depot.close()
    place.world.projection.close()


def test_the_last_eight_are_kept_with_their_files(place: DepotWorld) -> None:
    ann = place.person("ann")
    files = [place.blob("keys", n) for n in range(10)]
    for n, cid in enumerate(files, 1):
        keep(place, place.head(ann, n, [cid]))
    place.wait(2 * 86_400)
    assert place.sweep().uploads == 2
    assert [place.has(cid) for cid in files] == [False, False] + [True] * 8


def test_forgetting_drops_older_heads_at_once_and_their_files_after_a_day(place: DepotWorld) -> None:
    """Regression: who had written one head with `forget` erased the vault before anybody could notice."""
    ann, bob = place.person("ann"), place.person("bob")
    kept, gone, shared = place.blob("kept"), place.blob("gone"), place.blob("shared")
    keep(place, place.head(bob, 1, [shared]))
    keep(place, place.head(ann, 1, [kept, gone, shared]))
    place.wait(3 * 86_400)
    keep(place, place.head(ann, 2, [kept], forget=True))
    place.sweep()
    assert all(place.has(cid) for cid in (kept, gone, shared))
    place.wait(86_400 + 10)
    place.sweep()
    assert [place.has(cid) for cid in (kept, gone, shared)] == [True, False, True]


def test_a_session_key_neither_forgets_nor_replaces_a_vault(place: DepotWorld) -> None:
    """Regression: a stolen session key that may post put another vault in the place of the owner's."""
    ann, key = place.person("ann"), Wallet.create()
    place.world.authorise(ann, key)
    blobs = [place.blob("keys")]
    keep(place, place.head(ann, 1, blobs, signer=key))
    assert code_of(place, place.head(ann, 2, blobs, signer=key, forget=True), Refused) == "vault.signature"
    other = place.manifest(ann, 2, blobs, commitment=b"\x01" * 32)
    replaced = place.head(ann, 2, blobs, signer=key, manifest=other)
    assert code_of(place, replaced, Refused) == "vault.signature"
    keep(place, place.head(ann, 2, blobs, manifest=other))
    keep(place, place.head(ann, 3, blobs, forget=True, manifest=place.manifest(ann, 3, blobs)))


def test_budgets(tmp_path) -> None:
    place = open_depot_world(tmp_path, budgets=Budgets(heads_per_ip_day=2))
    ann, blobs = place.person("ann"), [place.blob("keys")]
    keep(place, place.head(ann, 1, blobs))
    keep(place, place.head(ann, 2, blobs))
    assert code_of(place, place.head(ann, 3, blobs), BudgetSpent) == "depot.budget"
    place.depot.close()
    place.world.projection.close()

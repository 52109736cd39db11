"""Where a sealed epoch is kept: whole, once, for every process that has the vault's copy."""

from pathlib import Path

import pytest
from fair import code_of
from fake_vaults import WAYS, FakeVaultGateway, device

from hashtagspace.client.sale_vault import OpenVault
from hashtagspace.client.sealed_epochs import EpochName, SealedEpoch, SealedEpochs
from hashtagspace.client.vault import Vault
from hashtagspace.errors import ConfigError

NAME = EpochName(b"\1" * 32, b"\2" * 32, 3)
SEALED = SealedEpoch(b"\3" * 32, b"envelope")


def test_what_was_kept_is_found_by_another_process(tmp_path):
    copy = tmp_path / "vault.copy"
    assert SealedEpochs(copy).find(NAME) is None
    assert SealedEpochs(copy).keep(NAME, SEALED) == SEALED
    assert SealedEpochs(copy).find(NAME) == SEALED
    assert SealedEpochs(copy).find(EpochName(NAME.deal, NAME.nonce, 4)) is None


@pytest.mark.parametrize("copy", [Path("vault.copy"), None])
def test_the_first_of_two_stays(tmp_path, copy):
    epochs = SealedEpochs(None if copy is None else tmp_path / copy)
    epochs.keep(NAME, SEALED)
    assert epochs.keep(NAME, SealedEpoch(bytes(32), b"later")) == SEALED
    assert epochs.find(NAME) == SEALED


def test_a_vault_keeps_them_beside_its_copy_for_every_process_that_opens_it(tmp_path):
    gateway, path = FakeVaultGateway(), tmp_path / "me.vault"
    vault = OpenVault(Vault.create(device(gateway, path), WAYS))
    vault.sealed_epochs().keep(NAME, SEALED)
    again = OpenVault(Vault.open(device(gateway, path), WAYS[0]))
    assert again.sealed_epochs().find(NAME) == SEALED
    assert {one.name for one in tmp_path.iterdir()} == {"me.vault", "me.vault.epochs"}
    bare = OpenVault(Vault.open(device(gateway), WAYS[0]))
    assert bare.sealed_epochs().find(NAME) is None
    bare.sealed_epochs().keep(NAME, SEALED)
    assert bare.sealed_epochs().find(NAME) == SEALED


def test_only_its_owner_reads_it_and_nothing_half_written_lies_about(tmp_path):
    SealedEpochs(tmp_path / "vault.copy").keep(NAME, SEALED)
    (folder,) = tmp_path.iterdir()
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_one_is_told_and_never_replaced(tmp_path):
    SealedEpochs(tmp_path / "vault.copy").keep(NAME, SEALED)
    (folder,) = tmp_path.iterdir()
    (file,) = folder.iterdir()
    for damage in (b"", b"x" * 20, file.read_bytes()[:-1], b"\0" + file.read_bytes()[1:]):
        file.write_bytes(damage)
        assert code_of(lambda: SealedEpochs(tmp_path / "vault.copy").find(NAME)) == "client.sealed_epoch"


def test_no_room_is_told_before_anything_is_sent(tmp_path):
    (tmp_path / "vault.copy.epochs").write_text("in the way")
    with pytest.raises(ConfigError) as caught:
        SealedEpochs(tmp_path / "vault.copy").keep(NAME, SEALED)
    assert caught.value.exact_code == "client.disk"

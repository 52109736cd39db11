import base64
import dataclasses
import json

import pytest
from fake_vaults import CODE, PROFILE, REGISTRY, WALLET, WAYS, FakeVaultGateway, device
from market_strategies import code_of as code_of_input

from hashtagspace.chain.signatures import find_signer
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.vault import DealSecret, Passphrase, RecoveryCode, Vault, create_code
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.errors import HashtagspaceError
from hashtagspace.market.vault.destruction import destruction_digest
from hashtagspace.market.vault.manifest import build_manifest, decode_manifest, manifest_digest

VALUE = {"fields": {"topics": ["a"]}}
DEAL = DealSecret(
    bytes(32), bytes(32), b"\3" * 32, bytes(32), "{}", {"price": "1"}, None, None, bytes(32), 0, 1
)


def code_of(call, *arguments, **options):
    with pytest.raises(HashtagspaceError) as caught:
        call(*arguments, **options)
    return caught.value.exact_code


def titles(vault):
    return sorted(record.title for record in vault.records)


@pytest.fixture
def gateway():
    return FakeVaultGateway()


@pytest.fixture
def ports(gateway, tmp_path):
    return device(gateway, tmp_path / "vault.json")


@pytest.fixture
def vault(ports):
    return Vault.create(ports, WAYS)


def test_one_way_in_is_too_few(gateway):
    assert code_of(Vault.create, device(gateway), [CODE]) == "vault.two_methods"
    assert code_of(Vault.create, device(gateway), [CODE, CODE]) == "vault.two_methods"


@pytest.mark.usefixtures("vault")
def test_a_vault_that_is_there_is_not_made_again(gateway, ports):
    assert code_of(Vault.create, ports, WAYS) == "vault.exists"
    assert code_of(Vault.create, device(gateway), WAYS) == "vault.exists"
    assert code_of(Vault.create, ports, WAYS, replace=True) == "vault.exists"


def test_it_is_not_made_while_the_gateway_is_away(gateway):
    gateway.is_away = True
    assert code_of(Vault.create, device(gateway), WAYS) == "gateway.unreachable"


@pytest.mark.usefixtures("vault")
def test_opening_needs_a_vault_and_its_secret(gateway):
    assert code_of(Vault.open, device(FakeVaultGateway()), CODE) == "vault.none"
    assert code_of(Vault.open, device(gateway), RecoveryCode(create_code())) == "vault.code_wrong"
    assert code_of(Vault.open, device(gateway), Passphrase("four words by lot")) == "vault.no_method"
    assert code_of(Vault.open, device(gateway, profile=43), CODE) == "vault.other_profile"


def test_locked_it_gives_nothing(vault):
    key = vault._open.key
    vault.lock()
    assert key == bytes(32)
    assert code_of(lambda: vault.records) == "vault.locked"
    assert code_of(vault.add, "interests", "t", VALUE) == "vault.locked"
    assert "locked" in repr(vault)


def test_no_secret_is_in_a_repr(vault):
    record = vault.add("interests", "Mine", VALUE)
    vault.save_deal(DEAL)
    shown = repr((vault, vault._open.ports, record, vault.deals))
    for secret in (vault.key(), record.key, DEAL.nonce):
        assert secret.hex() not in shown
        assert repr(secret) not in shown


def test_what_is_not_there_is_not_changed(vault):
    for call in (vault.read, vault.destroy, vault.receipt_of, lambda record: vault.update(record, VALUE)):
        assert code_of(call, bytes(16)) == "vault.no_record"


def test_the_last_way_in_stays_and_eight_are_enough(vault):
    for _ in range(6):
        vault.add_method(RecoveryCode(create_code()))
    assert code_of(vault.add_method, RecoveryCode(create_code())) == "vault.method_full"
    for wrap in vault.methods[1:]:
        vault.remove_method(wrap.salt)
    assert code_of(vault.remove_method, vault.methods[0].salt) == "vault.last_method"


def test_records_live_and_die(gateway, vault):
    record = vault.add("interests", "Mine", VALUE)
    changed = vault.update(record.record_id, {"fields": {}}, title="New")
    assert (changed.record_id, changed.title) == (record.record_id, "New")
    assert changed.key != record.key
    other = Vault.open(device(gateway), WAYS[1])
    assert other.read(record.record_id) == {"fields": {}}
    receipt = vault.destroy(record.record_id)
    assert gateway.heads[-1].forget
    digest = destruction_digest(PROFILE, record.record_id, receipt.destroyed_at_ms, REGISTRY)
    assert find_signer(digest, receipt.signature) == WALLET.address
    assert receipt.to_json()["recordId"] == "0x" + record.record_id.hex()
    assert vault.records == ()
    assert Vault.open(device(gateway), CODE).receipt_of(record.record_id) == receipt


def test_secrets_of_sales_are_kept_by_deal_and_nonce(gateway, vault):
    vault.save_deal(DEAL)
    vault.save_deal(dataclasses.replace(DEAL, state="signed", signature=b"\1"))
    vault.save_deal(dataclasses.replace(DEAL, nonce=b"\4" * 32))
    assert sorted(deal.state for deal in Vault.open(device(gateway), CODE).deals) == ["prepared", "signed"]


def test_after_a_change_of_custody_the_new_wallet_opens(gateway, vault):
    from hashtagspace.chain.wallet import Wallet  # noqa: PLC0415
    from hashtagspace.client.vault import unlock_by  # noqa: PLC0415

    wallet = Wallet.create()
    vault.rewrap_wallet(unlock_by(wallet))
    assert code_of(Vault.open, device(gateway), WAYS[1]) == "vault.no_method"
    assert Vault.open(device(gateway), unlock_by(wallet)).records == ()


def test_two_devices_lose_nothing(gateway, vault):
    other = Vault.open(device(gateway), CODE)
    gateway.before_put = lambda: other.add("interests", "faster", VALUE)
    vault.add("interests", "slower", VALUE)
    other.sync()
    assert titles(vault) == titles(other) == ["faster", "slower"]


def test_what_one_destroys_the_other_does_not_bring_back(gateway, vault):
    record = vault.add("interests", "Mine", VALUE)
    other = Vault.open(device(gateway), CODE)
    vault.destroy(record.record_id)
    assert code_of(other.update, record.record_id, {}) == "vault.no_record"
    assert other.records == Vault.open(device(gateway), CODE).records == ()


def test_somebody_may_save_all_the_time(gateway, vault):
    other = Vault.open(device(gateway), CODE)

    def again():
        other.add("interests", "x", VALUE)
        gateway.before_put = again

    gateway.before_put = again
    assert code_of(vault.add, "interests", "y", VALUE) == "vault.stale"


def test_while_the_gateway_is_away_the_copy_keeps_everything(gateway, ports, vault):
    gateway.is_away = True
    vault.save_deal(DEAL)
    record = vault.add("interests", "Mine", VALUE)
    assert vault.whereabouts == "here"
    vault.lock()
    again = Vault.open(ports, CODE)
    assert (again.whereabouts, again.read(record.record_id), again.deals) == ("here", VALUE, (DEAL,))
    assert code_of(again.sync) == "gateway.unreachable"
    gateway.is_away = False
    again.sync()
    assert again.whereabouts == "gateway"
    assert titles(Vault.open(device(gateway), CODE)) == ["Mine"]


def test_without_a_copy_nothing_is_said_to_be_saved(gateway):
    vault = Vault.create(device(gateway), WAYS)
    gateway.is_away = True
    assert code_of(vault.save_deal, DEAL) == "gateway.unreachable"
    assert code_of(Vault.open, device(gateway), CODE) == "gateway.unreachable"


def test_a_lost_answer_is_no_second_version(gateway, vault):
    gateway.loses_answer = True
    vault.add("interests", "Mine", VALUE)
    vault.sync()
    assert (vault.whereabouts, len(gateway.heads), vault.notices) == ("gateway", 2, ())


def test_a_rollback_is_seen_and_mended(gateway, ports, vault):
    vault.add("interests", "one", VALUE)
    vault.add("interests", "two", VALUE)
    del gateway.heads[2:]
    again = Vault.open(ports, CODE)
    assert [notice.code for notice in again.notices] == ["vault.rolled_back"]
    assert titles(again) == ["one", "two"]
    again.sync()
    assert [head.sequence for head in gateway.heads] == [1, 2, 4]
    assert titles(Vault.open(device(gateway), CODE)) == ["one", "two"]


def test_a_rollback_brings_no_removed_way_in_back(gateway, ports, vault):
    code = next(wrap for wrap in vault.methods if wrap.method == "code")
    vault.remove_method(code.salt)
    del gateway.heads[1:]
    again = Vault.open(ports, WAYS[1])
    again.sync()
    assert code_of(Vault.open, device(gateway), CODE) == "vault.no_method"


def test_another_gateway_gets_the_whole_vault(ports, vault):
    vault.add("interests", "Mine", VALUE)
    empty = FakeVaultGateway()
    moved = Vault.open(dataclasses.replace(ports, gateway=empty), CODE)
    moved.sync()
    assert titles(Vault.open(device(empty), CODE)) == ["Mine"]


def test_a_forged_head_opens_nowhere_and_is_passed(gateway, ports, vault):
    vault.add("interests", "Mine", VALUE)
    head = gateway.heads[-1]
    manifest = decode_manifest(head.manifest)
    forged = dataclasses.replace(manifest, sequence=9, wraps=manifest.wraps[:1])
    gateway.heads.append(dataclasses.replace(head, manifest=build_manifest(bytes(32), forged), sequence=9))
    assert code_of(Vault.open, device(gateway), CODE) == "vault.seal"
    again = Vault.open(ports, CODE)
    assert "vault.seal" in [notice.code for notice in again.notices]
    again.sync()
    assert (gateway.heads[-1].sequence, len(again.methods)) == (10, 2)


@pytest.mark.usefixtures("vault")
def test_a_forged_number_does_not_keep_anything_from_being_saved(gateway, ports):
    head, number = gateway.heads[-1], 2**53 - 1
    forged = dataclasses.replace(decode_manifest(head.manifest), sequence=number)
    gateway.heads.append(
        dataclasses.replace(head, manifest=build_manifest(bytes(32), forged), sequence=number)
    )
    again = Vault.open(ports, CODE)
    assert code_of(again.add, "interests", "Mine", VALUE) == "vault.stale"
    gateway.is_away = True
    assert titles(Vault.open(ports, CODE)) == ["Mine"]


def test_a_lost_file_is_reported_and_the_rest_kept(gateway, tmp_path, vault):
    record = vault.add("interests", "Mine", VALUE)
    other = Vault.open(device(gateway, tmp_path / "other.json"), CODE)
    del gateway.blobs[record.cid]
    other.sync()
    assert [notice.code for notice in other.notices] == ["vault.blob_missing"]


def test_two_processes_share_one_copy_file(gateway, tmp_path, vault):
    beside = Vault.open(device(gateway, tmp_path / "vault.json"), CODE)
    gateway.is_away = True
    vault.add("interests", "one", VALUE)
    beside.add("interests", "two", VALUE)
    vault.add("interests", "three", VALUE)
    again = Vault.open(device(gateway, tmp_path / "vault.json"), CODE)
    assert titles(again) == ["one", "three", "two"]


@pytest.mark.usefixtures("vault")
def test_a_gateway_that_contradicts_itself_is_refused(gateway):
    gateway.heads.append(dataclasses.replace(gateway.heads[-1], sequence=7))
    assert code_of(Vault.open, device(gateway), CODE) == "vault.manifest"


@pytest.mark.usefixtures("vault")
def test_a_refused_head_is_heard_and_the_change_kept_here(gateway, ports):
    forger = Vault.open(dataclasses.replace(ports, sign_digest=lambda _: bytes(65)), CODE)
    assert code_of(forger.add, "interests", "x", VALUE) == "vault.signature"
    assert (forger.whereabouts, len(gateway.heads)) == ("here", 1)


def test_a_new_vault_in_place_of_an_old_one(gateway, ports, vault):
    fresh = RecoveryCode(create_code())
    Vault.create(device(gateway), [fresh, WAYS[1]], replace=True)
    assert code_of(vault.sync) == "vault.replaced"
    assert code_of(Vault.open, ports, fresh) == "vault.replaced"
    assert Vault.open(device(gateway), fresh).records == ()


def put_foreign_head(gateway, key):
    """A well-formed vault of somebody else under a higher number, its head signed by this key."""
    theirs = FakeVaultGateway()
    thief = Vault.create(device(theirs), [RecoveryCode(create_code()), WAYS[1]])
    for number in range(5):
        thief.add("interests", f"junk {number}", VALUE)
    gateway.blobs |= theirs.blobs
    head = theirs.heads[-1]
    form = VaultHead(PROFILE, manifest_digest(head.manifest), head.sequence, head.forget, head.signed_at)
    signature = key.sign_digest(vault_digest(form, REGISTRY))
    gateway.heads.append(dataclasses.replace(head, signature=signature))


def test_no_head_of_a_stranger_locks_the_owner_out(gateway, ports, vault):
    vault.add("interests", "Mine", VALUE)
    put_foreign_head(gateway, Wallet.create())
    for way in (CODE, WAYS[1]):
        opened = Vault.open(ports, way)
        assert titles(opened) == ["Mine"]
        assert "vault.foreign" in [notice.code for notice in opened.notices]
    vault.save_deal(DEAL)
    assert vault.whereabouts == "gateway"
    elsewhere = Vault.open(device(gateway), CODE)
    assert (titles(elsewhere), elsewhere.deals) == (["Mine"], (DEAL,))


def test_the_custody_signs_what_forgets_or_replaces(gateway, ports):
    asked = []

    def sign(name):
        return lambda digest: asked.append(name) or WALLET.sign_digest(digest)

    ports = dataclasses.replace(ports, sign_digest=sign("key"), sign_by_custody=sign("custody"))
    vault = Vault.create(ports, WAYS)
    record = vault.add("interests", "Mine", VALUE)
    assert set(asked) == {"key"}
    vault.destroy(record.record_id)
    assert asked[-1] == "custody"
    put_foreign_head(gateway, Wallet.create())
    vault.save_deal(DEAL)
    assert asked[-1] == "custody"
    vault.save_deal(dataclasses.replace(DEAL, state="signed"))
    assert asked[-1] == "key"


def test_an_exported_file_opens_elsewhere_and_brings_nothing_dead_back(gateway, ports, vault):
    record = vault.add("interests", "Mine", VALUE)
    file = vault.export_file()
    elsewhere = FakeVaultGateway()
    imported = Vault.import_file(device(elsewhere), file, CODE)
    assert imported.read(record.record_id) == VALUE
    assert titles(Vault.open(device(elsewhere), WAYS[1])) == ["Mine"]
    vault.destroy(record.record_id)
    assert titles(Vault.import_file(ports, file, CODE)) == []
    assert code_of(Vault.import_file, device(gateway, profile=43), file, CODE) == "vault.other_profile"


def test_a_file_does_not_overwrite_another_vault_unasked(vault):
    file, gateway = vault.export_file(), FakeVaultGateway()
    Vault.create(device(gateway), [RecoveryCode(create_code()), WAYS[1]])
    assert code_of(Vault.import_file, device(gateway), file, CODE) == "vault.exists"
    assert Vault.import_file(device(gateway), file, CODE, replace=True).whereabouts == "gateway"


def test_the_copy_is_private_and_says_nothing(tmp_path, vault):
    record = vault.add("contact", "TITLE-IN-CLEAR", {"v": "VALUE-IN-CLEAR"})
    path = tmp_path / "vault.json"
    assert path.stat().st_mode & 0o077 == 0
    blobs = json.loads(path.read_text())
    text = path.read_bytes() + base64.b64decode(blobs["manifest"])
    assert b"CLEAR" not in text
    assert record.record_id.hex().encode() not in text


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"type":"vault-copy"}', '{"type":"x","version":1}', "\xff"]
)
@pytest.mark.usefixtures("vault")
def test_a_file_that_is_no_copy_is_named(tmp_path, gateway, content):
    path = tmp_path / "other.json"
    path.write_text(content, encoding="latin-1")
    assert code_of(Vault.open, device(gateway, path), CODE) == "vault.copy"
    assert path.read_text(encoding="latin-1") == content


def test_a_damaged_copy_is_mended_from_the_gateway(tmp_path, ports, vault):
    record = vault.add("interests", "Mine", VALUE)
    path = tmp_path / "vault.json"
    kept = json.loads(path.read_text())
    for cid in kept["blobs"]:
        kept["blobs"][cid] = base64.b64encode(b"damaged").decode()
    path.write_text(json.dumps(kept))
    again = Vault.open(ports, CODE)
    again.add("interests", "after", VALUE)
    assert titles(again) == ["Mine", "after"]
    assert again.read(record.record_id) == VALUE


def test_what_goes_in_is_judged_before_anything_is_saved(gateway, vault):
    assert code_of_input(vault.add, "interests", "x" * 201, VALUE) == "vault.value"
    assert code_of_input(vault.add, "interests", "t", ["no object"]) == "vault.value"
    assert (vault.records, len(gateway.heads)) == ((), 1)

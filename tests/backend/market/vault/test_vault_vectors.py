import json

import pytest
from domain_strategies import unhex, vectors
from market_strategies import code_of, rows

from hashtagspace.chain.signatures import find_signer
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.vault_forms import (
    UNLOCK_STATEMENT,
    Destruction,
    VaultHead,
    VaultUnlock,
    vault_digest,
    vault_form_to_wallet,
)
from hashtagspace.market.vault.destruction import build_destruction, destruction_digest
from hashtagspace.market.vault.export_file import build_export, parse_export
from hashtagspace.market.vault.key_file import (
    DestroyedRecord,
    decode_key_file,
    encode_key_file,
    open_key_file,
    seal_key_file,
)
from hashtagspace.market.vault.keys import business_market_key, commitment_of, file_key, seal_key
from hashtagspace.market.vault.manifest import (
    Wrap,
    build_manifest,
    decode_manifest,
    manifest_digest,
    verify_seal,
)
from hashtagspace.market.vault.merging import merge_key_files, merge_wraps
from hashtagspace.market.vault.padding import KEY_FILE_SIZES, VALUE_SIZES, padded_size
from hashtagspace.market.vault.record_blob import decode_value, open_value, seal_value
from hashtagspace.market.vault.unlocking import (
    Passphrase,
    read_code,
    require_passphrase,
    secret_of,
    spell_code,
)
from hashtagspace.market.vault.wraps import unwrap_key, unwrap_with, wrap_key

GOLDEN = vectors("market_vault")
REGISTRY = TypedDomain(int(GOLDEN["chainId"]), unhex(GOLDEN["registry"]))
PROFILE = int(GOLDEN["profile"])
KEY = unhex(GOLDEN["vaultKey"])
COMMITMENT = unhex(GOLDEN["commitment"])
WRAPS = [
    Wrap(
        row["method"],
        unhex(row["salt"]),
        unhex(row["iv"]),
        unhex(row["ciphertext"]),
        row["createdAt"],
        None if row["custody"] is None else unhex(row["custody"]),
    )
    for row in GOLDEN["wraps"]
]


@pytest.mark.parametrize("row", list(rows(GOLDEN["manifests"]["refused"])), ids=lambda row: row["name"])
def test_a_manifest_has_one_spelling(row):
    assert code_of(decode_manifest, row["text"].encode()) == row["code"]


@pytest.mark.parametrize("row", list(rows(GOLDEN["keyFiles"]["refused"])), ids=lambda row: row["name"])
def test_a_key_file_has_a_form(row):
    assert code_of(decode_key_file, row["plain"].encode()) == row["code"]


@pytest.mark.parametrize("row", list(rows(GOLDEN["values"]["refused"])), ids=lambda row: row["name"])
def test_a_value_has_a_form(row):
    assert code_of(decode_value, unhex(row["plain"])) == row["code"]


@pytest.mark.parametrize("row", list(rows(GOLDEN["exports"]["refused"])), ids=lambda row: row["name"])
def test_an_export_is_whole_and_unchanged(row):
    assert code_of(parse_export, row["text"].encode()) == row["code"]


def test_codes_and_passphrases_that_are_refused():
    for row in rows(GOLDEN["codes"]["refused"]):
        assert code_of(read_code, row["text"]) == row["code"]
    for row in rows(GOLDEN["passphrases"]["weak"]):
        assert code_of(require_passphrase, row["text"]) == row["code"], row["text"]


def test_signatures_that_open_nothing():
    golden = GOLDEN["walletSecrets"]
    for row in rows(golden["refused"]):
        arguments = unhex(row["signature"]), unhex(golden["digest"]), unhex(row["custody"])
        assert code_of(secret_of, *arguments) == row["code"]


def test_a_manifest_that_somebody_else_wrote_is_refused():
    for text in GOLDEN["manifests"]["foreign"]:
        assert code_of(verify_seal, KEY, decode_manifest(text.encode())) == "vault.seal"


def test_keys():
    for row in rows(GOLDEN["keys"]):
        key = unhex(row["vaultKey"])
        found = commitment_of(key), file_key(key), seal_key(key), business_market_key(key)
        assert found == tuple(unhex(row[name]) for name in ("commitment", "fileKey", "sealKey", "marketKey"))


def test_codes_and_passphrases():
    for row in rows(GOLDEN["codes"]["accepted"]):
        assert read_code(row["text"]) == unhex(row["secret"])
        assert read_code(spell_code(unhex(row["secret"]))) == unhex(row["secret"])
    for row in rows(GOLDEN["passphrases"]["accepted"]):
        assert require_passphrase(row["text"]) == row["spelled"]


def test_each_spelling_of_a_signature_gives_one_secret():
    golden = GOLDEN["walletSecrets"]
    digest, custody = unhex(golden["digest"]), unhex(golden["custody"])
    found = {secret_of(unhex(row["signature"]), digest, custody) for row in rows(golden["accepted"])}
    assert found == {unhex(golden["accepted"]["secret"][0])}


def test_signed_forms():
    forms = {"VaultUnlock": VaultUnlock, "VaultHead": VaultHead, "Destruction": Destruction}
    for row in GOLDEN["forms"]:
        members = forms[row["form"]].STRUCT.members
        values = [_value(kind, value) for (_, kind), value in zip(members, row["values"], strict=True)]
        form = forms[row["form"]](*values)
        assert vault_digest(form, REGISTRY) == unhex(row["digest"])
        assert vault_form_to_wallet(form, REGISTRY) == row["wallet"]
    assert GOLDEN["forms"][0]["values"][2] == UNLOCK_STATEMENT


def test_wraps():
    for row, wrap in zip(GOLDEN["wraps"], WRAPS, strict=True):
        secret = unhex(row["secret"])
        assert wrap_key(KEY, secret, wrap, PROFILE) == wrap
        assert unwrap_key(wrap, secret, PROFILE, COMMITMENT) == KEY
    unlock = Passphrase(GOLDEN["passphrase"])
    assert unwrap_with(unlock, WRAPS, PROFILE, REGISTRY, COMMITMENT) == KEY
    wallet = WRAPS[0]
    digest = vault_digest(VaultUnlock(PROFILE, wallet.salt), REGISTRY)
    secret = unhex(GOLDEN["wraps"][0]["secret"])
    assert wallet.custody in {find_signer(digest, secret + bytes((v,))) for v in (27, 28)}


def test_manifests():
    for row in rows(GOLDEN["manifests"]["accepted"]):
        data = row["text"].encode()
        manifest = decode_manifest(data)
        verify_seal(KEY, manifest)
        assert build_manifest(KEY, manifest) == data
        assert manifest_digest(data) == unhex(row["digest"])
        assert (manifest.profile, manifest.commitment) == (PROFILE, COMMITMENT)


def test_key_files():
    for row in rows(GOLDEN["keyFiles"]["sealed"]):
        blob = unhex(row["blob"])
        opened = open_key_file(KEY, PROFILE, row["sequence"], blob)
        assert encode_key_file(opened).rstrip(b" ") == row["plain"].encode()
        assert seal_key_file(KEY, PROFILE, row["sequence"], opened, unhex(row["iv"])) == blob
        other = row["sequence"] - 1
        assert code_of(open_key_file, KEY, PROFILE, other, blob) == "vault.key_file"
        assert code_of(open_key_file, KEY, PROFILE + 1, row["sequence"], blob) == "vault.key_file"


def test_values():
    for row in GOLDEN["values"]["sealed"]:
        record_id, key, blob = unhex(row["recordId"]), unhex(row["key"]), unhex(row["blob"])
        assert open_value(blob, record_id, key) == row["value"]
        assert seal_value(row["value"], record_id, key, unhex(row["iv"])) == blob
        assert code_of(open_value, blob, bytes(16), key) == "vault.record"
        assert code_of(open_value, blob, record_id, bytes(32)) == "vault.record"


def test_exports():
    text = GOLDEN["exports"]["accepted"].encode()
    found = parse_export(text)
    assert list(found.blobs) == GOLDEN["exports"]["cids"]
    assert build_export(found) == text


def test_the_receipt_of_a_destroyed_record():
    golden = GOLDEN["destruction"]
    record_id, at = unhex(golden["recordId"]), golden["destroyedAt"]
    gone = DestroyedRecord(record_id, golden["category"], at, unhex(golden["receipt"]))
    assert build_destruction(PROFILE, gone, REGISTRY).to_json() == golden["document"]
    assert destruction_digest(PROFILE, record_id, at, REGISTRY) == unhex(golden["digest"])


def test_merges():
    for row in rows(GOLDEN["merges"]["keyFiles"]):
        one, two = decode_key_file(row["one"].encode()), decode_key_file(row["two"].encode())
        merged = encode_key_file(merge_key_files(one, two)).rstrip(b" ").decode()
        assert json.loads(merged) == json.loads(row["merged"])
    for row in rows(GOLDEN["merges"]["wraps"]):
        sides = ([WRAPS[at] for at in row[side]] for side in ("base", "own", "other"))
        assert merge_wraps(*sides) == tuple(WRAPS[at] for at in row["merged"])


def test_sizes():
    for row in rows(GOLDEN["sizes"]):
        assert padded_size(row["length"], VALUE_SIZES) == row["value"]
        assert padded_size(row["length"], KEY_FILE_SIZES) == row["keyFile"]


def _value(kind, value):
    if kind == "bytes32":
        return unhex(value)
    return int(value) if kind == "uint64" else value

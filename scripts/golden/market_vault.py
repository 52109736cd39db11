"""market_vault.json: from a vault key to everything a gateway keeps of a vault, and what must be refused."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from golden import vault_refusals as refusals
from golden.market_samples import columns
from golden.samples import NOW_MS, Vectors, hexed, source
from golden.vault_samples import (
    PASSPHRASE,
    PROFILE,
    REGISTRY,
    deal,
    destroyed,
    key_file,
    manifest,
    record,
    wraps,
)
from golden.vault_secrets import code_of, codes, forms, keys, passphrases, wallet_secrets, wrap_rows
from hashtagspace.market.vault.destruction import build_destruction, destruction_digest
from hashtagspace.market.vault.export_file import VaultFile, build_export, cid_of_blob, parse_export
from hashtagspace.market.vault.key_file import (
    DealSecret,
    KeyFile,
    decode_key_file,
    encode_key_file,
    open_key_file,
    seal_key_file,
)
from hashtagspace.market.vault.keys import commitment_of
from hashtagspace.market.vault.manifest import (
    Manifest,
    Wrap,
    build_manifest,
    decode_manifest,
    manifest_digest,
    verify_seal,
)
from hashtagspace.market.vault.merging import merge_key_files, merge_wraps
from hashtagspace.market.vault.padding import KEY_FILE_SIZES, MAX_BYTES, VALUE_SIZES, padded_size
from hashtagspace.market.vault.record_blob import decode_value, open_value, seal_value

LENGTHS = (0, 1, 255, 256, 257, 1024, 1025, 4096, 4097, 8192, 8193, 16_384, 16_385, MAX_BYTES, MAX_BYTES + 1)


def manifests(random: Random, vault_key: bytes, ways: list[Wrap]) -> Vectors:
    """Sealed manifests, spellings that are refused, seals that are not the vault's."""
    made = [manifest(random, vault_key, ways), manifest(random, vault_key, ways[1:], 2**53 - 1)]
    texts = [build_manifest(vault_key, one) for one in made]
    changed = [build_manifest(random.randbytes(32), made[0]), *_resealed(made[0], decode_manifest(texts[0]))]
    for data in changed:
        if code_of(verify_seal, vault_key, decode_manifest(data)) != "vault.seal":
            raise AssertionError("a seal that does not hold")
    return {
        "accepted": columns(
            [{"text": text.decode(), "digest": hexed(manifest_digest(text))} for text in texts]
        ),
        "foreign": [data.decode() for data in changed],
        "refused": columns(
            [
                {"name": name, "text": text, "code": code_of(decode_manifest, text.encode())}
                for name, text in refusals.manifests(texts[0].decode())
            ]
        ),
    }


def key_files(random: Random, vault_key: bytes) -> Vectors:
    """Sealed key files, plaintexts and blobs that are refused."""
    rows = []
    for sequence, contents in ((1, KeyFile()), (2, key_file(random)), (2**53 - 1, _large(random))):
        iv = random.randbytes(12)
        blob = seal_key_file(vault_key, PROFILE, sequence, contents, iv)
        if open_key_file(vault_key, PROFILE, sequence, blob) != contents:
            raise AssertionError("a key file opens to what was sealed")
        plain = encode_key_file(contents).decode().rstrip(" ")
        rows.append({"sequence": sequence, "iv": hexed(iv), "plain": plain, "blob": hexed(blob)})
    plain = encode_key_file(key_file(random)).decode().rstrip(" ")
    return {
        "sealed": columns(rows),
        "refused": columns(
            [
                {"name": name, "plain": text, "code": code_of(decode_key_file, text.encode())}
                for name, text in refusals.key_files(plain)
            ]
        ),
    }


def values(random: Random) -> Vectors:
    """Sealed values of records, and plaintexts that are refused."""
    samples: list[dict[str, object]] = [
        {"fields": {"topics": ["hiking", "Käse"]}},
        {"rows": [{"day": "2026-01-01", "amount": {"amount": "12.50", "currency": "EUR"}}] * 9},
        {"name": "a.txt", "mime": "text/plain", "data": "QUJD" * 600},
        {},
    ]
    rows = []
    for value in samples:
        record_id, key, iv = random.randbytes(16), random.randbytes(32), random.randbytes(12)
        blob = seal_value(value, record_id, key, iv)
        if open_value(blob, record_id, key) != value:
            raise AssertionError("a value opens to what was sealed")
        made = {"recordId": hexed(record_id), "key": hexed(key), "iv": hexed(iv), "blob": hexed(blob)}
        rows.append({"value": value, **made})
    return {
        "sealed": rows,
        "refused": columns(
            [
                {"name": name, "plain": hexed(plain), "code": code_of(decode_value, plain)}
                for name, plain in refusals.values()
            ]
        ),
    }


def exports(random: Random, vault_key: bytes, ways: list[Wrap]) -> Vectors:
    """A vault in a file, and files that are refused."""
    blobs = {cid_of_blob(data): data for data in (random.randbytes(60), random.randbytes(300))}
    names = tuple(sorted(blobs))
    made = Manifest(PROFILE, 3, commitment_of(vault_key), tuple(ways), names[0], names, NOW_MS)
    file = build_export(VaultFile(build_manifest(vault_key, made), blobs))
    return {
        "accepted": file.decode(),
        "cids": list(names),
        "refused": columns(
            [
                {"name": name, "text": text, "code": code_of(parse_export, text.encode())}
                for name, text in refusals.exports(file.decode(), names)
            ]
        ),
    }


def merges(random: Random, ways: list[Wrap]) -> Vectors:
    """What two devices wrote apart, and what it comes to."""
    shared, own, other = record(random), record(random, "own"), record(random, "other")
    later = replace(shared, title="later", updated_at_ms=shared.updated_at_ms + 1)
    sale = deal(random)
    signed = replace(sale, state="signed", signature=random.randbytes(65))
    twice: DealSecret = replace(deal(random), deal_id=sale.deal_id)
    gone = destroyed(random, own.record_id)
    pairs = [
        (KeyFile(), KeyFile()),
        (KeyFile((shared, own)), KeyFile((shared, other))),
        (KeyFile((shared,)), KeyFile((later,))),
        (KeyFile((own, shared)), KeyFile((shared,), (), (gone,))),
        (KeyFile((), (), (gone,)), KeyFile((), (), (replace(gone, destroyed_at_ms=NOW_MS + 5),))),
        (KeyFile((), (sale,)), KeyFile((), (signed,))),
        (KeyFile((), (signed,)), KeyFile((), (replace(sale, state="sent"),))),
        (KeyFile((), (sale,)), KeyFile((), (twice,))),
    ]
    for one, two in pairs:
        if merge_key_files(one, two) != merge_key_files(two, one):
            raise AssertionError("the order of two devices does not matter")
    return {
        "keyFiles": columns(
            [
                {"one": _text(one), "two": _text(two), "merged": _text(merge_key_files(one, two))}
                for one, two in pairs
            ]
        ),
        "wraps": columns(list(_wrap_merges(ways))),
    }


def _wrap_merges(ways: list[Wrap]) -> Iterator[Vectors]:
    """Ways in by their place in the list of wraps."""
    for base, own, other in (
        ([0, 1], [0, 1], [0, 1]),
        ([0, 1], [0, 1, 2], [0, 1]),
        ([0, 1], [0], [0, 1]),
        ([0, 1], [0], [0, 1, 2]),
        ([0, 1], [0, 2], [1]),
        ([0, 1], [0], [1]),
        ([], [0], [1]),
    ):
        merged = merge_wraps(*([ways[at] for at in chosen] for chosen in (base, own, other)))
        yield {"base": base, "own": own, "other": other, "merged": [ways.index(wrap) for wrap in merged]}


def receipt(random: Random) -> Vectors:
    """What is left of a destroyed record, and the receipt that a person downloads."""
    gone = destroyed(random)
    return {
        "recordId": hexed(gone.record_id),
        "category": gone.category,
        "destroyedAt": gone.destroyed_at_ms,
        "receipt": hexed(gone.receipt),
        "digest": hexed(destruction_digest(PROFILE, gone.record_id, gone.destroyed_at_ms, REGISTRY)),
        "document": build_destruction(PROFILE, gone, REGISTRY).to_json(),
    }


def build() -> Vectors:
    """Everything, from one seeded source."""
    random = source("market_vault")
    vault_key = random.randbytes(32)
    made = wraps(random, vault_key)
    ways = [wrap for wrap, _ in made]
    return {
        "chainId": str(REGISTRY.chain_id),
        "registry": hexed(REGISTRY.contract),
        "profile": str(PROFILE),
        "vaultKey": hexed(vault_key),
        "commitment": hexed(commitment_of(vault_key)),
        "passphrase": PASSPHRASE,
        "keys": keys(random),
        "codes": codes(random),
        "passphrases": passphrases(),
        "walletSecrets": wallet_secrets(random),
        "forms": forms(random),
        "wraps": wrap_rows(made),
        "manifests": manifests(random, vault_key, ways),
        "keyFiles": key_files(random, vault_key),
        "values": values(random),
        "exports": exports(random, vault_key, ways),
        "merges": merges(random, ways),
        "destruction": receipt(random),
        "sizes": columns(
            [
                {
                    "length": length,
                    "value": padded_size(length, VALUE_SIZES),
                    "keyFile": padded_size(length, KEY_FILE_SIZES),
                }
                for length in LENGTHS
            ]
        ),
    }


def _resealed(made: Manifest, sealed: Manifest) -> Iterator[bytes]:
    """The sealed manifest with one member changed and its seal kept."""
    seal = f'"seal":"{hexed(sealed.seal)}"'
    for changed in (
        replace(made, sequence=2),
        replace(made, profile=made.profile + 1),
        replace(made, wraps=made.wraps[:2]),
        replace(made, key_file=made.blobs[0]),
        replace(made, updated_at_ms=made.updated_at_ms + 1),
    ):
        text = build_manifest(bytes(32), changed).decode()
        yield (text[: text.rindex('"seal"')] + seal + "}").encode()


def _large(random: Random) -> KeyFile:
    return KeyFile(tuple(record(random) for _ in range(14)))


def _text(contents: KeyFile) -> str:
    return encode_key_file(contents).decode().rstrip(" ")

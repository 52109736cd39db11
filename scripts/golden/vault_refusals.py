"""What a vault must not be read from: each sample is a good text with one thing wrong, by its name."""

import base64
import json
from collections.abc import Iterator
from typing import Any

Named = Iterator[tuple[str, str]]


def manifests(text: str) -> Named:
    """Spellings that are no manifest."""
    members = json.loads(text)

    def changed(**changes: object) -> str:
        return _spell({k: v for k, v in (members | changes).items() if v is not None})

    yield from _ways_in(members)
    yield "nothing", ""
    yield "no JSON", text[:-1]
    yield "an array", "[]"
    yield "a space", text.replace(",", ", ", 1)
    yield "a space at the end", text + " "
    yield "members in another order", _spell(dict(reversed(members.items())))
    yield "another type", changed(type="bundle")
    yield "a later version", changed(version=2)
    yield "true for a version", text.replace('"version":1', '"version":true')
    yield "a member more", text[:-1] + ',"extra":1}'
    yield "a member twice", text[:-1] + ',"updatedAt":1}'
    yield "an escape for a letter", text.replace('"vault"', '"\\u0076ault"')
    yield "no seal", changed(seal=None)
    yield "a short seal", changed(seal=members["seal"][:-2])
    yield "capitals in the seal", text.replace(members["seal"], "0x" + members["seal"][2:].upper())
    yield "sequence zero", changed(sequence=0)
    yield "a negative sequence", changed(sequence=-1)
    yield "a sequence as text", changed(sequence="1")
    yield "a sequence past 2^53", text.replace('"sequence":1', '"sequence":9007199254740992')
    yield "a profile of zero", changed(profile="0")
    yield "a profile with a zero before it", changed(profile="0" + members["profile"])
    yield "a profile of 64 bits", changed(profile=str(1 << 63))
    yield "a short commitment", changed(commitment=members["commitment"][:-2])
    yield "files in another order", changed(blobs=members["blobs"][::-1])
    yield "a file twice", changed(blobs=[members["blobs"][0], *members["blobs"]])
    yield "the key file missing", changed(blobs=[members["blobs"][0], members["blobs"][2]])
    yield (
        "a file by another name",
        changed(blobs=[*members["blobs"][:2], "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnNu"]),
    )
    yield "a time as text", changed(updatedAt="1")
    yield "a time with a fraction", text.replace('"updatedAt":', '"updatedAt":1.')


def _ways_in(members: dict[str, Any]) -> Named:
    """Manifests with a way in that is none."""
    wrap, code, passphrase = members["wraps"]

    def opened_by(*wraps: object) -> str:
        return _spell(members | {"wraps": wraps})

    yield "no way in", opened_by()
    yield "nine ways in", opened_by(*(code | {"salt": f"0x{i:064x}"} for i in range(9)))
    yield "one salt twice", opened_by(wrap, code | {"salt": wrap["salt"]})
    yield "an unknown method", opened_by(wrap | {"method": "password"})
    yield "a wallet without an address", opened_by(_without(wrap, "custody"), code)
    yield "a code with an address", opened_by(code | {"custody": wrap["custody"]}, wrap)
    yield "a checksummed address", opened_by(wrap | {"custody": "0x" + wrap["custody"][2:].upper()})
    yield "a short iv", opened_by(wrap | {"iv": wrap["iv"][:-2]})
    yield "a long ciphertext", opened_by(wrap | {"ciphertext": wrap["ciphertext"] + "00"})
    for name, n in (("less", 2), ("for ever", 2**40), ("truly", True)):
        stretched = passphrase | {"scrypt": {"n": n, "r": 8, "p": 1}}
        yield f"a passphrase stretched {name}", opened_by(stretched, wrap)
    yield "a passphrase not stretched", opened_by(_without(passphrase, "scrypt"), wrap)


def key_files(text: str) -> Named:
    """Plaintexts that are no key file."""
    members = json.loads(text)
    (record, _), (deal, _), (gone,) = members["records"], members["deals"], members["destroyed"]

    def changed(**changes: object) -> str:
        return _spell(members | changes)

    def recorded(**changes: object) -> str:
        return changed(records=[record | changes])

    yield "nothing", ""
    yield "no JSON", text[:-1]
    yield "another type", changed(type="vault")
    yield "a later version", changed(version=2)
    yield "a member more", changed(extra=1)
    yield "no list of records", changed(records={})
    yield "a record twice", changed(records=[record, record | {"title": "again"}])
    yield "a deal twice", changed(deals=[deal, deal | {"state": "closed"}])
    yield "a destroyed record twice", changed(destroyed=[gone, gone])
    yield "a record of text", changed(records=["x"])
    yield "a record with a member more", recorded(extra=1)
    yield "a short record id", recorded(recordId=record["recordId"][:-2])
    yield "no category", recorded(category="")
    yield "a category of 65", recorded(category="x" * 65)
    yield "a title of 201", recorded(title="x" * 201)
    yield "a short key", recorded(key=record["key"][:-2])
    yield "no CID", recorded(cid="x")
    yield "no size", recorded(size=0)
    yield "an unknown source", recorded(source="guess")
    yield "a time as text", recorded(createdAt="1")
    yield "an attestation of text", recorded(attestation="yes")
    yield "no attestation", changed(records=[_without(record, "attestation")])
    yield from _deals(members)
    yield "a receipt of nothing", changed(destroyed=[gone | {"receipt": "0x"}])


def _deals(members: dict[str, Any]) -> Named:
    """Key files with a deal that is none."""
    deal = members["deals"][0]

    def dealt(**changes: object) -> str:
        return _spell(members | {"deals": [deal | changes]})

    yield "a short nonce", dealt(nonce=deal["nonce"][:-2])
    yield "a consent of text", dealt(consent="yes")
    yield "an unknown state", dealt(state="lost")
    yield "256 epochs", dealt(epochs=256)
    yield "an empty signature", dealt(signature="0x")
    yield "an envelope that is no CID", dealt(envelope="x")


def values() -> Iterator[tuple[str, bytes]]:
    """Plaintexts that are no record's value."""
    good = b'{"fields":{}}'

    def plain(data: bytes, size: int = 256, length: int | None = None) -> bytes:
        return ((len(data) if length is None else length).to_bytes(4, "big") + data).ljust(size, b"\0")

    yield "nothing", b""
    yield "a length alone", plain(b"", 4)
    yield "no JSON", plain(b"{")
    yield "an array", plain(b"[]")
    yield "null", plain(b"null")
    yield "not a number", plain(b'{"a":NaN}')
    yield "no UTF-8", plain(b'{"a":"\xff"}')
    yield "a length past the end", plain(good, 256, 253)
    yield "a length that cuts", plain(good, 256, 5)
    yield "a length of four gigabytes", plain(good, 256, 2**32 - 1)
    yield "an odd size", plain(good, 257)
    yield "a size too large", plain(good, 1024)
    yield "padding that is not zero", plain(good)[:-1] + b"\1"


def exports(text: str, names: tuple[str, ...]) -> Named:
    """Files that are no vault."""
    members = json.loads(text)
    blobs = members["blobs"]

    def changed(**changes: object) -> str:
        return _spell(members | changes)

    yield "nothing", ""
    yield "no JSON", text[:-1]
    yield "an array", "[]"
    yield "another type", changed(type="vault")
    yield "a later version", changed(version=2)
    yield "no manifest", changed(manifest=None)
    yield "a manifest that is no base64", changed(manifest="*")
    yield "another manifest", changed(manifest=base64.b64encode(b"{}").decode())
    yield "no blobs", changed(blobs=[])
    yield "a blob missing", changed(blobs={names[0]: blobs[names[0]]})
    yield "a blob that is no text", changed(blobs=blobs | {names[0]: 1})
    yield "a blob that is no base64", changed(blobs=blobs | {names[0]: "*"})
    yield "a blob changed", changed(blobs=blobs | {names[0]: "AAAA" + blobs[names[0]][4:]})
    yield "blobs exchanged", changed(blobs={names[0]: blobs[names[1]], names[1]: blobs[names[0]]})


def _without(members: dict[str, object], name: str) -> dict[str, object]:
    return {k: v for k, v in members.items() if k != name}


def _spell(members: dict[str, object]) -> str:
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False)

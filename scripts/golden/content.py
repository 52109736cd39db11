"""content.json: documents by their bytes, accepted with what they say, refused with their code."""

import json
import re
from dataclasses import asdict
from random import Random

from golden.content_samples import ACCEPTED, REFUSED
from golden.samples import Vectors, hexed, source
from hashtagspace.domain.cid import cid_of_digest
from hashtagspace.domain.content import content_digest, parse_content
from hashtagspace.domain.documents import Document
from hashtagspace.errors import InvalidContent

FRAGMENTS = (
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"\\u",
    b"\\ud83d",
    b"\\ude00",
    b"\\u0000",
    b"\\uffff",
    b"0",
    b"-",
    b"1.5",
    b"1e3",
    b"9007199254740992",
    b"null",
    b"true",
    b"fals",
    b"NaN",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x00",
    b"\x1f",
    b"\x7f",
    b" ",
    b"\t",
    b"\n",
    b"\x0b",
    b"\xc2\xa0",
    b"\xe2\x80\xa8",
    b'"type":"post"',
    b'"text":1',
    b"/",
    b"'",
)


def spelled(document: Document) -> Vectors:
    """The document as JSON; bytes as hex, profile ids as decimal strings."""
    members = asdict(document)
    members["type"] = document.type.value
    if "seen" in members:
        members["seen"] = hexed(members["seen"])
    for mention in members.get("mentions", ()):
        mention["profile"] = str(mention["profile"])
    media = [*members.get("media", ()), *([members["avatar"]] if members.get("avatar") else [])]
    for entry in media:
        entry["size"] = entry.pop("size_bytes")
    return members


def bytes_of(data: bytes) -> Vectors:
    """`bytes`, or for a large document `pieces`: hex and how often it repeats, to be joined."""
    if len(data) < 4096:
        return {"bytes": hexed(data)}
    pieces, at = [], 0
    for run in re.finditer(rb"(.|\xf0...)\1{99,}", data, re.DOTALL):
        pieces.append([hexed(data[at : run.start()]), 1])
        pieces.append([hexed(run[1]), len(run[0]) // len(run[1])])
        at = run.end()
    return {"pieces": [*pieces, [hexed(data[at:]), 1]]}


def judged(name: str, data: bytes) -> Vectors:
    """One document: what it says (left out when large), or the code it is refused with."""
    row: Vectors = {"name": name, **bytes_of(data)}
    try:
        document = parse_content(data)
    except InvalidContent as error:
        return {**row, "code": error.exact_code}
    digest = content_digest(data)
    row |= {"digest": hexed(digest), "cid": cid_of_digest(digest)}
    return row if "pieces" in row else {**row, "document": spelled(document)}


def mutated(random: Random, seeds: list[bytes]) -> bytes:
    """A good document with one to three pieces put in, taken out or overwritten."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) + 1)
        piece = random.choice(FRAGMENTS) if random.random() < 0.8 else random.randbytes(1)
        cut = random.choice((0, 0, 1, len(piece), random.randrange(8)))
        data = data[:at] + piece + data[at + cut :]
    return data


def build() -> Vectors:
    """Named cases must be what their list says; the mutated ones are whatever the parser said."""
    random = source("content")
    accepted = [judged(name, data) for name, data in ACCEPTED.items()]
    refused = [judged(name, data) for name, (data, _) in REFUSED.items()]
    for row, (name, (_, code)) in zip(refused, REFUSED.items(), strict=True):
        if row.get("code") != f"content.{code}":
            raise AssertionError(f"{name}: expected content.{code}, got {row.get('code')}")
    if any("code" in row for row in accepted):
        raise AssertionError(json.dumps([row for row in accepted if "code" in row]))
    seeds = [data for data in ACCEPTED.values() if len(data) < 1000]
    return {
        "accepted": accepted,
        "refused": refused,
        "mutated": [judged(f"mutated {number}", mutated(random, seeds)) for number in range(300)],
    }

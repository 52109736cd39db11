"""The trustless gateway, without HTTP: a request for a CID becomes status, headers and verifiable bytes.

Only what this store holds is served, so nobody can use the gateway to fetch the rest of IPFS. Raw blocks and
CAR archives only: nothing a browser would render. Source: specs.ipfs.tech/http-gateways/trustless-gateway.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hashtagspace.domain.cid import DAG_PB, parse_cid
from hashtagspace.ipfs.car import PROBE_CID, PROBE_HEADER, encode_car
from hashtagspace.ipfs.dag_walk import walk_dag, walk_file
from hashtagspace.ipfs.errors import BlockNotFound, InvalidDag, InvalidFormat, NotCached, RangeNotSatisfiable
from hashtagspace.ipfs.store import ContentStore
from hashtagspace.ipfs.trustless_request import TrustlessRequest, Wanted, parse_wanted
from hashtagspace.ipfs.unixfs import decode_file_node

_IMMUTABLE: Final = "public, max-age=29030400, immutable"
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TrustlessResponse:
    """What to send; a body that fails half way must break the connection, never end as if it were whole."""

    status: int
    headers: dict[str, str]
    body: Iterable[bytes]


def answer_trustless(store: ContentStore, request: TrustlessRequest) -> TrustlessResponse:
    """The response to a GET; for HEAD leave its body out.

    Raises `cid.*`, `ipfs.format` and `ipfs.entity_bytes` (400), `ipfs.not_found` (404), `ipfs.not_cached`
    (412), `ipfs.range` (416), and what the store raises. Guarantee: the bytes are those of the CID.
    """
    if request.cid == PROBE_CID:
        return _answer_probe(parse_wanted(request))
    parse_cid(request.cid)
    wanted = parse_wanted(request)
    headers = _build_headers(request.cid, wanted)
    if _matches(request.if_none_match, headers["ETag"]):
        kept = ("Cache-Control", "Content-Location", "ETag", "Vary")
        return TrustlessResponse(304, {name: headers[name] for name in kept if name in headers}, ())
    root = _get_root(store, request)
    if wanted.format == "raw":
        return _answer_block(root, request, headers)
    blocks = _list_blocks(store, request.cid, root, wanted)
    return TrustlessResponse(200, headers, encode_car([request.cid], blocks))


def _get_root(store: ContentStore, request: TrustlessRequest) -> bytes:
    data = store.find_block(request.cid) if store.has_block(request.cid) else None
    if data is not None:
        return data
    if request.only_if_cached:
        raise NotCached(f"The block {request.cid} is not held here.")
    raise BlockNotFound(f"The block {request.cid} is not held here: ask another gateway, or later.")


def _build_headers(cid: str, wanted: Wanted) -> dict[str, str]:
    headers = {
        "Cache-Control": _IMMUTABLE,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Vary": "Accept",
        "X-Content-Type-Options": "nosniff",
        "X-Ipfs-Path": f"/ipfs/{cid}",
        "X-Ipfs-Roots": cid,
    }
    if wanted.negotiated:
        headers["Content-Location"] = f"/ipfs/{cid}?format={wanted.format}"
    if wanted.format == "raw":
        return headers | {
            "Accept-Ranges": "bytes",
            "Content-Disposition": f'attachment; filename="{cid}.bin"',
            "Content-Type": "application/vnd.ipld.raw",
            "ETag": f'"{cid}.raw"',
        }
    dups = "y" if wanted.duplicates else "n"
    first, last = wanted.entity_bytes or (0, None)
    span = "" if wanted.entity_bytes is None else f".{first}:{'*' if last is None else last}"
    return headers | {
        "Accept-Ranges": "none",
        "Content-Disposition": f'attachment; filename="{cid}.car"',
        "Content-Type": f"application/vnd.ipld.car; version=1; order=dfs; dups={dups}",
        "ETag": f'W/"{cid}.car.{wanted.scope}{span}.{dups}"',
    }


def _answer_probe(wanted: Wanted) -> TrustlessResponse:
    """A client that asks for the empty identity CID learns that this is a trustless gateway."""
    body = b"" if wanted.format == "raw" else PROBE_HEADER
    return TrustlessResponse(
        200, _build_headers(PROBE_CID, wanted) | {"Content-Length": str(len(body))}, (body,)
    )


def _answer_block(data: bytes, request: TrustlessRequest, headers: dict[str, str]) -> TrustlessResponse:
    span = _find_range(request, headers["ETag"], len(data))
    if span is None:
        return TrustlessResponse(200, headers | {"Content-Length": str(len(data))}, (data,))
    first, last = span
    headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    headers["Content-Length"] = str(last - first + 1)
    return TrustlessResponse(206, headers, (data[first : last + 1],))


def _find_range(request: TrustlessRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; `None` for all: a form not understood, or several ranges, is ignored."""
    match = _RANGE.fullmatch(request.byte_range or "")
    if match is None or request.if_range not in (None, etag) or not any(match.groups()):
        return None
    first_text, last_text = match.groups()
    if not first_text:
        first, last = max(size - int(last_text), 0), size - 1
    else:
        first, last = int(first_text), min(int(last_text or size), size - 1)
        if last_text and int(last_text) < first:
            return None
    if first > last:
        raise RangeNotSatisfiable(f"The block has {size} bytes; the range lies outside.")
    return first, last


def _list_blocks(store: ContentStore, cid: str, root: bytes, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """The blocks of the CAR, the root first. What is wrong with the root or the range is raised now."""
    if wanted.scope == "all":
        return walk_dag(store, cid, duplicates=wanted.duplicates)
    size = _find_file_size(cid, root)
    if wanted.scope == "block" or size is None:
        return iter([(cid, root)])
    first, last = _resolve_span(wanted.entity_bytes or (0, None), size)
    return _drop_duplicates(walk_file(store, cid, first, last), duplicates=wanted.duplicates)


def _find_file_size(cid: str, root: bytes) -> int | None:
    """How many bytes the file has whose root this is; `None` for a node that is no file."""
    if parse_cid(cid).codec != DAG_PB:
        return len(root)
    try:
        return sum(part.content_bytes for part in decode_file_node(root))
    except InvalidDag:
        return None


def _resolve_span(entity_bytes: tuple[int, int | None], size: int) -> tuple[int, int]:
    """First and last byte of a file of this size; negative numbers count from its end."""
    first, last = entity_bytes
    first = max(size + first, 0) if first < 0 else first
    last = size - 1 if last is None else min(size + last if last < 0 else last, size - 1)
    if size and (first >= size or last < first):
        raise InvalidFormat(
            f"The file has {size} bytes; entity-bytes lies outside.", code="ipfs.entity_bytes"
        )
    return first, last


def _drop_duplicates(
    blocks: Iterator[tuple[str, bytes, int]], *, duplicates: bool
) -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    for cid, data, _ in blocks:
        if duplicates or cid not in seen:
            seen.add(cid)
            yield cid, data


def _matches(if_none_match: str | None, etag: str) -> bool:
    """Weak comparison, RFC 9110 13.1.2."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags

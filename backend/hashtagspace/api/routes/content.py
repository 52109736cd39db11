"""Uploads: documents and media become content-addressed blocks."""

from flask import Response, request

from hashtagspace.api.blueprint import binary_body, build_blueprint, problem_response
from hashtagspace.api.encode import hex_of
from hashtagspace.api.gateway import caller_address, caller_network, current_gateway
from hashtagspace.api.media_kinds import verify_media_kind
from hashtagspace.api.request_body import take_body
from hashtagspace.api.respond import answer_json
from hashtagspace.api.schemas.submission import StoredContent, StoredMedia
from hashtagspace.api.schemas.vault import StoredBlob
from hashtagspace.domain.content import content_digest, parse_content
from hashtagspace.domain.documents import MEDIA_MIMES
from hashtagspace.errors import InvalidInput

routes = build_blueprint("content", "Documents and media in the content store")


@routes.post(
    "/v1/content",
    operation_id="putContent",
    responses={
        201: StoredContent,
        413: problem_response("Larger than 64 KiB"),
        422: problem_response("The bytes are no content document; `code` says which rule they break"),
    },
    openapi_extensions=binary_body(["application/json"], "Bytes of the document, stored as they are"),
)
def put_content() -> Response:
    """The document is in the content store; the same bytes give the same CID."""
    data = _take_body()
    parse_content(data)
    _admit_bytes(len(data))
    cid = current_gateway().services.depot.add_document(data)
    return answer_json({"cid": cid, "digest": hex_of(content_digest(data)), "size": len(data)}, 201)


@routes.post(
    "/v1/media",
    operation_id="putMedia",
    responses={
        201: StoredMedia,
        413: problem_response("Larger than 10 MiB"),
        415: problem_response("Not one of the allowed kinds of picture and video"),
    },
    openapi_extensions=binary_body(sorted(MEDIA_MIMES), "Bytes of the file; `Content-Type` names its kind"),
)
def put_media() -> Response:
    """The file is in the content store."""
    data = _take_body()
    mime = verify_media_kind(request.mimetype, data)
    _admit_bytes(len(data))
    cid = current_gateway().services.depot.add_file(data)
    return answer_json({"cid": cid, "mime": mime, "size": len(data)}, 201)


@routes.post(
    "/v1/blobs",
    operation_id="putBlob",
    responses={201: StoredBlob, 413: problem_response("Larger than 10 MiB")},
    openapi_extensions=binary_body(["application/octet-stream"], "Ciphertext; nobody looks inside"),
)
def put_blob() -> Response:
    """The blob is in the content store, for a day unless a vault or a response names it."""
    if request.mimetype != "application/octet-stream":
        raise InvalidInput("A blob is application/octet-stream; set Content-Type.", code="body.type")
    data = _take_body()
    _admit_bytes(len(data))
    cid = current_gateway().services.depot.add_file(data)
    return answer_json({"cid": cid, "size": len(data)}, 201)


def _take_body() -> bytes:
    """The body, within the route's limit and the caller's budget; raises `body.*`, `rate.limited`."""
    data = take_body(request)
    current_gateway().limiter.spend("upload_bytes", caller_network(), len(data))
    return data


def _admit_bytes(byte_count: int) -> None:
    """The disk has room and the day's budget is spent; raises `content.disk_floor`, `content.budget`."""
    services = current_gateway().services
    services.free_space.require(byte_count)
    services.relay.spend_upload(byte_count, caller_address())

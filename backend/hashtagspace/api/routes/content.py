"""Uploads: documents and media become content-addressed blocks."""

from flask import Response

from hashtagspace.api.blueprint import binary_body, build_blueprint, problem_response
from hashtagspace.api.schemas.submission import StoredContent, StoredMedia

routes = build_blueprint("content", "Documents and media in the content store")
MEDIA_MIMES = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/avif",
    "video/mp4",
    "video/webm",
]


@routes.post(
    "/v1/content",
    operation_id="putContent",
    responses={201: StoredContent, 413: problem_response("Larger than 64 KiB")},
    openapi_extensions=binary_body(["application/json"], "Bytes of the document, stored as they are"),
)
def put_content() -> Response:
    """The document is in the content store; the same bytes give the same CID."""
    raise NotImplementedError


@routes.post(
    "/v1/media",
    operation_id="putMedia",
    responses={
        201: StoredMedia,
        413: problem_response("Larger than 10 MiB"),
        415: problem_response("Not one of the allowed kinds of picture and video"),
    },
    openapi_extensions=binary_body(MEDIA_MIMES, "Bytes of the file; `Content-Type` names its kind"),
)
def put_media() -> Response:
    """The file is in the content store."""
    raise NotImplementedError

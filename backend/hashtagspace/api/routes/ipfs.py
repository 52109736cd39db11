"""Content blocks by CID, for readers who check them."""

from flask import Response, request
from pydantic import ConfigDict

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.gateway import current_gateway
from hashtagspace.api.schemas.base import Input
from hashtagspace.ipfs.trustless import answer_trustless
from hashtagspace.ipfs.trustless_request import TrustlessRequest

routes = build_blueprint("ipfs", "Trustless IPFS gateway")
_BINARY = {"schema": {"type": "string", "format": "binary"}}


class CidPath(Input):
    """A block or file by CID."""

    cid: str


class FormatQuery(Input):
    """`raw` or `car`; else the Accept header decides."""

    model_config = ConfigDict(extra="ignore")

    format: str | None = None


@routes.get(
    "/ipfs/<cid>",
    operation_id="getBlock",
    responses={
        200: {
            "description": "The bytes, checked against the CID before they leave",
            "content": {"application/vnd.ipld.raw": _BINARY, "application/vnd.ipld.car": _BINARY},
        },
        502: problem_response("The content store gave bytes that are not those of the CID"),
    },
)
def get_block(path: CidPath, query: FormatQuery) -> Response:  # noqa: ARG001 - described here, read below
    """One raw block, or a CAR with everything below the CID."""
    headers = request.headers
    answer = answer_trustless(
        current_gateway().services.content,
        TrustlessRequest(
            path.cid,
            request.args.to_dict(),
            headers.get("Accept"),
            headers.get("Range"),
            headers.get("If-Range"),
            headers.get("If-None-Match"),
            "only-if-cached" in headers.get("Cache-Control", ""),
        ),
    )
    body = () if request.method == "HEAD" else answer.body
    response = Response(body, answer.status)
    del response.headers["Content-Type"]
    response.headers.update(answer.headers)
    return response

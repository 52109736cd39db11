"""Content blocks by CID, for readers who check them."""

from flask import Response
from pydantic import ConfigDict

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.schemas.base import Input

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
        406: problem_response("Only raw and car are served"),
        502: problem_response("The content store gave bytes that are not those of the CID"),
    },
)
def get_block(path: CidPath, query: FormatQuery) -> Response:
    """One raw block, or a CAR with everything below the CID."""
    raise NotImplementedError

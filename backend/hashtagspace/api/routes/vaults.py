"""Vault heads: where a person's encrypted records are. Opaque here."""

import base64

from flask import Response

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.encode import hex_of
from hashtagspace.api.gateway import caller_address, current_gateway
from hashtagspace.api.request_body import parse_base64
from hashtagspace.api.respond import answer_json
from hashtagspace.api.response_views import parse_signature
from hashtagspace.api.schemas.profile import ProfileIdPath
from hashtagspace.api.schemas.vault import StoredVaultHead, VaultHead, VaultHeadBody
from hashtagspace.depot.answers import HeadSubmission
from hashtagspace.errors import NotFound

routes = build_blueprint("vaults", "Encrypted vaults")


@routes.get("/v1/profiles/<profileId>/vault", operation_id="getVaultHead", responses={200: VaultHead})
def get_vault_head(path: ProfileIdPath) -> Response:
    """The latest head of the profile's vault."""
    head = current_gateway().services.depot.find_head(path.profile_id)
    if head is None:
        raise NotFound("This gateway keeps no vault of that profile.", code="vault.none")
    return answer_json(
        {
            "manifest": base64.b64encode(head.manifest).decode(),
            "sequence": head.sequence,
            "forget": head.forget,
            "signedAt": head.signed_at,
            "signature": hex_of(head.signature),
        }
    )


@routes.put(
    "/v1/profiles/<profileId>/vault",
    operation_id="putVaultHead",
    responses={
        200: StoredVaultHead,
        403: problem_response("Not signed by the profile, or this gateway declines"),
        409: problem_response("Another head came first: load it, apply the change again"),
        413: problem_response("Larger than 64 KiB"),
    },
)
def put_vault_head(path: ProfileIdPath, body: VaultHeadBody) -> Response:
    """The head is the vault's latest."""
    submission = HeadSubmission(
        path.profile_id,
        parse_base64(body.manifest, "vault.base64"),
        body.sequence,
        body.forget,
        body.signed_at,
        parse_signature(body.signature),
    )
    sequence = current_gateway().services.depot.keep_head(submission, caller_address())
    return answer_json({"sequence": sequence})

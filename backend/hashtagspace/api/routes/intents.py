"""Signed intents on their way to the chain."""

from flask import Response

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.schemas.submission import IntentPath, IntentResults, IntentsBody, IntentStatus

routes = build_blueprint("intents", "Signed intents on their way to the chain")


@routes.post(
    "/v1/intents",
    operation_id="submitIntents",
    responses={202: IntentResults, 413: problem_response("Larger than a request may be")},
)
def submit_intents(body: IntentsBody) -> Response:
    """Each intent is durably queued or refused by itself; sending one again changes nothing."""
    raise NotImplementedError


@routes.get("/v1/intents/<intentId>", operation_id="getIntent", responses={200: IntentStatus})
def get_intent(path: IntentPath) -> Response:
    """Where an intent is on its way."""
    raise NotImplementedError

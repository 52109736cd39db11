"""Signed calls that the relay pays for, and the faucet."""

from flask import Response

from hashtagspace.api.blueprint import Responses, build_blueprint, problem_response
from hashtagspace.api.schemas.submission import CallBody, CallPath, CallStatus, FaucetBody

routes = build_blueprint("calls", "Signed calls that the relay pays for")
_REFUSALS: Responses = {
    403: problem_response("This relay declines; another may accept"),
    409: problem_response("The state of the chain forbids it, for example a handle that is taken"),
    413: problem_response("Larger than a request may be"),
}


@routes.post("/v1/calls", operation_id="submitCall", responses={202: CallStatus, **_REFUSALS})
def submit_call(body: CallBody) -> Response:
    """The call is durably queued; sending it again gives the same call id."""
    raise NotImplementedError


@routes.get("/v1/calls/<callId>", operation_id="getCall", responses={200: CallStatus})
def get_call(path: CallPath) -> Response:
    """Where a call is on its way."""
    raise NotImplementedError


@routes.post("/v1/faucet", operation_id="drip", responses={202: CallStatus, **_REFUSALS})
def drip(body: FaucetBody) -> Response:
    """A drip of test TAG is queued for the address; test networks only."""
    raise NotImplementedError

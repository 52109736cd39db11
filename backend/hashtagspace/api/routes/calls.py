"""Signed calls that the relay pays for, and the faucet."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import Responses, build_blueprint, problem_response
from hashtagspace.api.encode import hex_of
from hashtagspace.api.gateway import caller_address, current_gateway
from hashtagspace.api.request_body import parse_base64, parse_hex
from hashtagspace.api.respond import answer_json
from hashtagspace.api.routes.intents import build_place, build_problem
from hashtagspace.api.schemas.submission import CallBody, CallPath, CallStatus, FaucetBody
from hashtagspace.api.schemas.submission import Stamp as StampBody
from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import NotFound
from hashtagspace.relay.answers import CallAnswer, CallSubmission

routes = build_blueprint("calls", "Signed calls that the relay pays for")
_REFUSALS: Responses = {
    403: problem_response("This relay declines; another may accept"),
    409: problem_response("The state of the chain forbids it, for example a handle that is taken"),
    413: problem_response("Larger than a request may be"),
}


@routes.post("/v1/calls", operation_id="submitCall", responses={202: CallStatus, **_REFUSALS})
def submit_call(body: CallBody) -> Response:
    """The call is durably queued; sending it again gives the same call id."""
    content = None if body.content is None else parse_base64(body.content, "content.base64")
    submission = CallSubmission(body.call, body.arguments, _parse_stamp(body.stamp), content)
    answer = current_gateway().services.relay.submit_call(submission, caller_address())
    return answer_json(_build_call(answer), 202)


@routes.get("/v1/calls/<callId>", operation_id="getCall", responses={200: CallStatus})
def get_call(path: CallPath) -> Response:
    """Where a call is on its way."""
    answer = current_gateway().services.relay.find_call(path.call_id)
    if answer is None:
        raise NotFound("This gateway has not seen that call; send it again.", code="call.unknown")
    return answer_json(_build_call(answer))


@routes.post("/v1/faucet", operation_id="drip", responses={202: CallStatus, **_REFUSALS})
def drip(body: FaucetBody) -> Response:
    """A drip of test TAG is queued for the address; test networks only."""
    relay = current_gateway().services.relay
    answer = relay.submit_drip(body.address, _parse_stamp(body.stamp), caller_address())
    return answer_json(_build_call(answer), 202)


def _parse_stamp(body: StampBody) -> Stamp:
    nonce = body.nonce if body.nonce.startswith("0x") else f"0x{body.nonce}"
    return Stamp(parse_hex(nonce, 8, "stamp.nonce", "A stamp's nonce"), body.bits, body.time)


def _build_call(answer: CallAnswer) -> dict[str, Any]:
    body: dict[str, Any] = {"callId": hex_of(answer.call_id), "state": answer.state}
    if answer.profile_id is not None:
        body["profileId"] = str(answer.profile_id)
    if answer.problem is not None:
        body["problem"] = build_problem(answer.problem)
    return body | build_place(answer)

"""Signed intents on their way to the chain."""

from typing import Any

from flask import Response

from hashtagspace.api.blueprint import build_blueprint, problem_response
from hashtagspace.api.encode import hex_of, maybe_hex
from hashtagspace.api.gateway import caller_address, current_gateway
from hashtagspace.api.problems import detail_of
from hashtagspace.api.request_body import parse_base64, parse_hex
from hashtagspace.api.respond import answer_json
from hashtagspace.api.schemas.submission import (
    IntentItem,
    IntentPath,
    IntentResults,
    IntentsBody,
    IntentStatus,
)
from hashtagspace.domain.intent import RECORD_BYTES, SIGNATURE_BYTES
from hashtagspace.errors import InvalidInput, NotFound
from hashtagspace.relay.answers import CallAnswer, IntentAnswer, IntentSubmission, Problem

routes = build_blueprint("intents", "Signed intents on their way to the chain")


@routes.post(
    "/v1/intents",
    operation_id="submitIntents",
    responses={202: IntentResults, 413: problem_response("Larger than a request may be")},
)
def submit_intents(body: IntentsBody) -> Response:
    """Each intent is durably queued or refused by itself; sending one again changes nothing."""
    parsed = [_parse_item(item) for item in body.intents]
    good = [item for item in parsed if isinstance(item, IntentSubmission)]
    relay = current_gateway().services.relay
    answers = iter(relay.submit_intents(good, caller_address()) if good else ())
    items = [build_intent(next(answers) if isinstance(item, IntentSubmission) else item) for item in parsed]
    return answer_json({"items": items}, 202)


@routes.get("/v1/intents/<intentId>", operation_id="getIntent", responses={200: IntentStatus})
def get_intent(path: IntentPath) -> Response:
    """Where an intent is on its way."""
    answer = current_gateway().services.relay.find_intent(path.intent_id)
    if answer is None:
        raise NotFound("This gateway has not seen that intent; send it again.", code="intent.unknown")
    return answer_json({**build_intent(answer), **build_place(answer)})


def build_intent(answer: IntentAnswer) -> dict[str, Any]:
    """What became of one intent."""
    body: dict[str, Any] = {"intentId": maybe_hex(answer.intent_id), "state": answer.state}
    if answer.problem is not None:
        body["problem"] = build_problem(answer.problem)
    return body


def build_problem(problem: Problem) -> dict[str, Any]:
    """Why one item was refused."""
    return {"code": problem.code, "detail": problem.detail, "retryable": problem.retryable}


def build_place(answer: IntentAnswer | CallAnswer) -> dict[str, Any]:
    """Transaction and block, as far as there are any."""
    body: dict[str, Any] = {}
    if answer.tx_hash is not None:
        body["txHash"] = hex_of(answer.tx_hash)
    if answer.block_number is not None:
        body["blockNumber"] = answer.block_number
    return body


def _parse_item(item: IntentItem) -> IntentSubmission | IntentAnswer:
    """The submission, or the answer to what cannot be read."""
    try:
        return IntentSubmission(
            parse_hex(item.record, RECORD_BYTES, "intent.record", "A record"),
            parse_hex(item.signature, SIGNATURE_BYTES, "signature.malformed", "A signature"),
            None if item.content is None else parse_base64(item.content, "content.base64"),
        )
    except InvalidInput as error:
        return IntentAnswer(None, "rejected", Problem(error.exact_code, detail_of(error)))

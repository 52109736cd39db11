"""The described application: every route registered, nothing started."""

from typing import Any

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from hashtagspace.api.problems import answer_validation
from hashtagspace.api.routes import (
    calibration,
    calls,
    content,
    deals,
    feeds,
    intents,
    ipfs,
    network,
    offers,
    people,
    posts,
    profiles,
    rewards,
    spaces,
    stream,
    vaults,
)
from hashtagspace.api.schemas.problem import Problem

_MODULES = (
    network, profiles, posts, feeds, spaces, content, intents, calls, offers, deals, vaults, people,
    calibration, rewards, stream, ipfs,
)  # fmt: skip


def build_described_app() -> OpenAPI:
    """A Flask application with all routes of the API and their description."""
    app = OpenAPI(
        "hashtagspace.api",
        info=Info(
            title="#hashtagspace gateway",
            version="1",
            description="A cache of chain and IPFS with a relay; it holds no authority. Ids are strings, "
            "bytes 0x-hex, times RFC 3339 UTC, cursors opaque, errors RFC 9457.",
        ),
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=answer_validation,
        doc_ui=False,
        static_folder=None,
    )
    for module in _MODULES:
        app.register_api(module.routes)
    return app


def build_document() -> dict[str, Any]:
    """The OpenAPI document as it is committed."""
    document: dict[str, Any] = build_described_app().api_doc
    for schema in document["components"]["schemas"].values():
        for member in schema.get("properties", {}).values():
            member.pop("title", None)
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _parameter_schema(parameter["schema"])
    return document


def _parameter_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """An absent parameter is left out, never null."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    plain = choices[0] if choices else schema
    return {key: value for key, value in plain.items() if key not in ("title", "description")}

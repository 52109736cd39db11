"""How every route is declared: one tag per noun, the problem responses filled in."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from hashtagspace.api.schemas.problem import Problem

Responses = dict[str | int, type[BaseModel] | dict[Any, Any] | None]


def problem_response(description: str) -> dict[str, Any]:
    """OpenAPI response object for a problem."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def build_blueprint(name: str, description: str) -> APIBlueprint:
    """A blueprint whose operations carry the noun's tag and the problems any route can answer with."""
    return APIBlueprint(
        name,
        __name__,
        abp_tags=[Tag(name=name, description=description)],
        abp_responses={
            400: problem_response("The request is malformed; `code` says which part"),
            404: problem_response("Not known here"),
            429: problem_response("Too many requests; wait for `Retry-After` seconds"),
            503: problem_response("A dependency does not answer; try again"),
        },
    )


def binary_body(mimes: list[str], description: str) -> dict[str, Any]:
    """OpenAPI request body of raw bytes."""
    content = {mime: {"schema": {"type": "string", "format": "binary"}} for mime in mimes}
    return {"requestBody": {"description": description, "required": True, "content": content}}

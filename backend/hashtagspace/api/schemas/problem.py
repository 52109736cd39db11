"""The error body of every route (RFC 9457)."""

from pydantic import Field

from hashtagspace.api.schemas.base import Output


class Problem(Output):
    """What went wrong, in words for a person and a code for a program."""

    type: str = Field(description="URI of the kind of problem, made from `code`")
    title: str = Field(description="Short name of the kind of problem")
    status: int = Field(ge=400, le=599, description="HTTP status")
    detail: str = Field(description="What was wrong with this request and what to do next")
    code: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", description="Dotted, stable code")
    retryable: bool = Field(description="Whether the same request may succeed later")
    request_id: str = Field(
        description="Name it when you report the problem; the gateway's log carries it too"
    )
    parameter: str | None = Field(default=None, description="The parameter or member at fault, if one is")

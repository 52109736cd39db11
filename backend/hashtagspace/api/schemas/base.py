"""Base models: camelCase outside, snake_case inside; inputs refuse what they do not know."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


@lru_cache(maxsize=256)
def _input_schema(model: type[BaseModel]) -> dict[str, Any]:
    return BaseModel.model_json_schema.__func__(model)  # type: ignore[attr-defined, no-any-return]


class Input(BaseModel):
    """A path, query or body; unknown members are refused so that a typing mistake is seen at once."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's signature
        """Return the schema, made once: flask-openapi3 asks for it on every request."""
        if args or kwargs:
            return super().model_json_schema(*args, **kwargs)
        return _input_schema(cls)


class Output(BaseModel):
    """A response body. Handlers encode records directly; tests hold every response to its model."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True)

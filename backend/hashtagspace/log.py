"""Structured logs of every process: console for people, JSON lines for machines, secrets in neither.

Events are short and stable (`relay.batch_anchored`); everything that varies is a key.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Literal, TextIO

import structlog
from structlog.typing import FilteringBoundLogger, Processor

from hashtagspace.config import safe_url

HIDDEN = "<hidden>"
_SECRET_NAME = re.compile(
    r"(?i)(^|_)(private_?key|secret|password|passphrase|mnemonic|seed_phrase|access_token|api_key|authorization|keystore)(_|$)"
)
_URL = re.compile(r"(?i)\b(?:https?|wss?|postgres(?:ql)?(?:\+\w+)?)://[^\s\"'<>]+")
_MAX_DEPTH = 6


def configure_logging(
    log_format: Literal["console", "json"] = "console", stream: TextIO | None = None
) -> None:
    """Every structlog and standard-library record goes to `stream` (stderr), scrubbed, in `log_format`."""
    out = sys.stderr if stream is None else stream
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrub_event,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_drop_meta, renderer])
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def get_logger(name: str) -> FilteringBoundLogger:
    """Logger whose records carry `part=name`."""
    logger: FilteringBoundLogger = structlog.get_logger(part=name)
    return logger


def get_silent_logger() -> FilteringBoundLogger:
    """Logger whose records go nowhere."""
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(), [_drop_event], structlog.make_filtering_bound_logger(logging.CRITICAL)
    )
    return logger


def _drop_event(_logger: object, _method: str, _event: MutableMapping[str, object]) -> Mapping[str, object]:
    raise structlog.DropEvent


def scrub_event(
    _logger: object, _method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """The event with secret-named values hidden and every URL cut to scheme and host."""
    return {key: _scrub(key, value, 0) for key, value in event.items()}


def scrub_text(text: str) -> str:
    """`text` with every URL cut to what `safe_url` shows."""
    return _URL.sub(lambda match: safe_url(match.group()), text)


def _scrub(key: str, value: object, depth: int) -> object:
    if _SECRET_NAME.search(key):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return "0x" + bytes(value).hex()
    return _scrub_nested(value, depth)


def _scrub_nested(value: object, depth: int) -> object:
    if depth >= _MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {str(k): _scrub(str(k), v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrub("", item, depth + 1) for item in value]
    return scrub_text(str(value))


def _drop_meta(
    _logger: object, _method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    return {key: value for key, value in event.items() if key not in ("_record", "_from_structlog")}

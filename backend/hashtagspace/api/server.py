"""The web server: granian's worker processes, each with one application and a thread per running request."""

import logging
import os
import resource
import socket
import sys
from typing import Final

from flask_openapi3.openapi import OpenAPI
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from hashtagspace.api.app import create_app
from hashtagspace.api.rates import Rates
from hashtagspace.bootstrap import build_services
from hashtagspace.chain.deployment import Deployment
from hashtagspace.config import Settings
from hashtagspace.domain.hashtag import canonical_tag
from hashtagspace.errors import ConfigError
from hashtagspace.log import configure_logging

# Live streams hold a thread each; the rest answer everything else. Threads are made when needed.
_ANSWERING_THREADS: Final = 24
_STOP_SECONDS: Final = 3
# A connection costs a file and no thread until its request is read, so many may wait and none for long.
_CONNECTIONS: Final = 4096
_SILENCE_MILLISECONDS: Final = 10_000
_OWN_FILES: Final = 512


def build_worker_app() -> OpenAPI:
    """The application of one worker process, from its environment."""
    settings = Settings.from_environment(os.environ)
    configure_logging(settings.log_format)
    # With two dozen threads, the default 5 ms switch lets one long answer hold up all short ones.
    sys.setswitchinterval(0.001)
    canonical_tag("warm")  # the first tag compiles the Unicode table, 0.1 s that no reader should wait for
    return create_app(build_services(settings, _ANSWERING_THREADS))


def run_server(settings: Settings, workers: int) -> None:
    """Serves until SIGTERM or SIGINT, then ends within seconds, live streams included.

    Raises `config.invalid` when the address is taken, `chain.deployment` when there is no deployment.
    """
    Deployment.load(settings.deployment_path)
    _require_free_address(settings.listen_host, settings.listen_port)
    threads = Rates().streams + _ANSWERING_THREADS
    logging.getLogger("_granian").addFilter(_is_no_advice_on_threads)
    Server(
        "hashtagspace.api.server:build_worker_app",
        factory=True,
        address=settings.listen_host,
        port=settings.listen_port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=_raise_connection_limit(),
        http=HTTPModes.http1,  # with auto, a connection that never speaks is never closed
        http1_settings=HTTP1Settings(header_read_timeout=_SILENCE_MILLISECONDS),
        log_level=LogLevels.warning,
        workers_kill_timeout=_STOP_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()


def _raise_connection_limit() -> int:
    """How many connections a worker may hold; this process may open that many files, if it is let."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(_CONNECTIONS, soft - _OWN_FILES))


def _is_no_advice_on_threads(record: logging.LogRecord) -> bool:
    """False for granian's advice of two threads a core: ours sleep in live streams, which are capped."""
    return "Python threads" not in record.getMessage()


def _require_free_address(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"{host}:{port} cannot be used ({error.strerror}): stop what listens there, "
                "or set HASHTAGSPACE_LISTEN to another address."
            ) from None

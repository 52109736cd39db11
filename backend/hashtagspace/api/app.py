"""The application factory: routes, headers, limits and errors around one set of services."""

from functools import cache
from typing import Final

import msgspec
from flask import Response, request
from flask_openapi3.openapi import OpenAPI

from hashtagspace.api.broadcast import Broadcaster
from hashtagspace.api.calibration_views import CalibrationDesk
from hashtagspace.api.feed_heads import FeedHeads
from hashtagspace.api.gateway import Gateway, attach_gateway, caller_network, current_gateway
from hashtagspace.api.headers import install_headers
from hashtagspace.api.health import HealthChecks
from hashtagspace.api.metrics import Metrics, install_metrics
from hashtagspace.api.neighbourhood import StandingTrees
from hashtagspace.api.openapi import build_described_app, build_document
from hashtagspace.api.page_cache import Page, PageCache, build_page
from hashtagspace.api.post_views import PostViews
from hashtagspace.api.problems import install_problems
from hashtagspace.api.proof_views import MerkleTrees
from hashtagspace.api.rates import Rate, RateLimiter, Rates
from hashtagspace.api.request_body import GatewayRequest, bound_body
from hashtagspace.api.respond import answer_page
from hashtagspace.api.static_app import install_web_app
from hashtagspace.bootstrap import Services
from hashtagspace.config import Settings

_DEV_FACTOR: Final = 100


def create_app(services: Services, rates: Rates | None = None) -> OpenAPI:
    """The gateway over `services`; `rates` None: the defaults, with the settings' upload budget.

    One app serves one process; `services` stay the caller's to close.
    """
    app = build_described_app()
    app.request_class = GatewayRequest
    app.url_map.merge_slashes = False  # one address for each thing, and no redirect to another
    metrics = Metrics()
    limits = _default_rates(services.settings) if rates is None else rates
    gateway = Gateway(
        services=services,
        views=PostViews(),
        pages=PageCache(),
        trees=MerkleTrees(),
        heads=FeedHeads(),
        standings=StandingTrees(),
        calibration=CalibrationDesk(),
        limiter=RateLimiter(limits),
        metrics=metrics,
        health=HealthChecks(services, metrics),
        broadcaster=Broadcaster(
            services.reader, streams=limits.streams, streams_per_caller=limits.streams_per_caller
        ),
    )
    attach_gateway(app, gateway)
    install_headers(app)
    install_metrics(app, metrics)
    app.before_request(_admit)
    install_problems(app)
    _install_document(app)
    if services.settings.web_dir is not None:
        install_web_app(app, services.settings.web_dir)
    return app


def _default_rates(settings: Settings) -> Rates:
    budget, factor = settings.budgets.upload_bytes_per_ip_minute, _DEV_FACTOR if settings.dev else 1
    return Rates(
        read=Rate(100 * factor, 1000 * factor),
        write=Rate(10 * factor, 200 * factor),
        upload_bytes=Rate(budget / 60 * factor, budget * factor),
    )


def _admit() -> None:
    """The caller has not asked too often, and the body is not larger than the route takes."""
    if request.method == "OPTIONS":
        return
    limiter = current_gateway().limiter
    if request.method in ("POST", "PUT"):
        limiter.spend("write", caller_network())
        bound_body(request)
    else:
        limiter.spend("read", caller_network())


def _install_document(app: OpenAPI) -> None:
    """/openapi.json is the description of these routes."""

    def describe() -> Response:
        return answer_page(_document_page(), "public, max-age=3600")

    app.add_url_rule("/openapi.json", "openapi_document", describe)


@cache
def _document_page() -> Page:
    return build_page(msgspec.json.encode(build_document()))

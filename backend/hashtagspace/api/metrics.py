"""Counters and gauges in Prometheus text; labels are route templates, never addresses or ids."""

import os
import time
from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """What this process counts. With several worker processes the text covers them all."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "hashtagspace_requests",
            "Answers by route template, method and status",
            ("rule", "method", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "hashtagspace_request_seconds",
            "Time to answer by route template",
            ("rule",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.streams = Gauge(
            "hashtagspace_streams", "Live streams", registry=self._registry, multiprocess_mode="livesum"
        )
        self.gauges = Gauge(
            "hashtagspace_state",
            "Positions, lags and queues by name",
            ("name",),
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

    def render(self) -> bytes:
        """Prometheus text of everything counted."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def install_metrics(app: Flask, metrics: Metrics) -> None:
    """Every answer of `app` is counted and timed."""

    def start() -> None:
        g.started = time.perf_counter()

    def count(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "unknown"
        method = request.method if request.method in _METHODS else "other"
        metrics.requests.labels(rule, method, response.status_code).inc()
        if "started" in g:
            metrics.seconds.labels(rule).observe(time.perf_counter() - g.started)
        return response

    app.before_request(start)
    app.after_request(count)


METRICS_MIME: Final = CONTENT_TYPE_LATEST

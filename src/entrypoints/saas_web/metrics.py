"""Metrics for Prometheus, labeled by route template and never by submitted data."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LABELS = ("method", "route", "status")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        """Start at zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter("saas_http_requests", "Requests answered", _LABELS, registry=self._registry)
        self._seconds = Histogram(
            "saas_http_request_seconds",
            "How long answers took",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        # Prometheus finds the counter of labels under a lock and checks each of them, which takes longer than counting.
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.under_way = Gauge("saas_http_requests_under_way", "Requests not answered yet", registry=self._registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        found = self._counted.get((method, route, status))
        if found is None:
            found = self._labeled(method if method in _METHODS else "other", route, status)
            if method in _METHODS:
                self._counted[method, route, status] = found
        requests, took = found
        requests.inc()
        took.observe(seconds)

    def _labeled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        return self._requests.labels(method, route, str(status)), self._seconds.labels(method, route)

    def as_text(self) -> bytes:
        """Return all counters in Prometheus text format."""
        return generate_latest(self._registry)

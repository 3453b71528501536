"""OpenTelemetry spans for requests.

A span contains the HTTP method, the path template, the status, the number of retries and the error type, but never a
query, an id, a telephone number or message text. If OpenTelemetry's API is not installed or no tracer provider is
configured, no spans are created.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sipgate_tools._version import __version__

if TYPE_CHECKING:
    from sipgate_api.types import Request


def _tracer() -> Any:
    """Return the tracer, or `None` if OpenTelemetry is not installed or no tracer provider is configured."""
    trace = _trace_api()
    # Without a provider every span is discarded, but takes a tenth of the time of the whole request.
    if trace is None or isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return None
    return trace.get_tracer("sipgate_tools", __version__)


@cache
def _trace_api() -> Any:
    if find_spec("opentelemetry") is None:
        return None
    from opentelemetry import trace  # optional

    return trace


@contextmanager
def request_span(request: Request[Any]) -> Generator[Any]:
    """Open a client span for a request and yield the span, or yield `None` if there is no tracer."""
    tracer = _tracer()
    if tracer is None:
        yield None
        return
    from opentelemetry.trace import SpanKind

    attributes = {"http.request.method": request.method, "url.template": request.path_template}
    # The text of an error is for the caller; a trace contains its type only.
    with tracer.start_as_current_span(
        f"{request.method} {request.path_template}",
        kind=SpanKind.CLIENT,
        attributes=attributes,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            from opentelemetry.trace import StatusCode

            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)
            raise


def record_response(span: Any, status: int, attempt: int) -> None:
    """Record the status of a response and the number of retries on a span.

    Args:
        span: The span from `request_span`, or `None`.
        status: The HTTP status of the response.
        attempt: The number of the attempt, counting from 1.
    """
    if span is not None:
        span.set_attribute("http.response.status_code", status)
        if attempt > 1:
            span.set_attribute("http.request.resend_count", attempt - 1)

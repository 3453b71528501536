"""Spans of OpenTelemetry, as an application sees them."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sipgate_tools import InsufficientFunds, Sipgate
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    found = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(found))
    trace.set_tracer_provider(provider)
    return found


def test_a_request_is_one_span_without_anything_private(exporter: InMemorySpanExporter) -> None:
    exporter.clear()
    with Sipgate(**access(Sandbox(faults=["503@getHistory*1"]))) as client:
        client.history.list(types=["SMS"], phonenumber="+4915799912345")
    (span,) = exporter.get_finished_spans()
    assert span.name == "GET /v2/history"
    assert span.attributes is not None
    assert span.attributes["http.response.status_code"] == 200
    assert span.attributes["http.request.resend_count"] == 1
    assert "4915799912345" not in span.to_json()


def test_a_failed_request_says_so_by_type_only(exporter: InMemorySpanExporter) -> None:
    exporter.clear()
    with (
        Sipgate(**access(Sandbox(faults=["402@sendWebSms"]))) as client,
        pytest.raises(InsufficientFunds),
    ):
        client.sms.send(to="+4915799912345", message="Secret words", sms_id="s0")
    (span,) = exporter.get_finished_spans()
    assert span.attributes is not None
    assert span.attributes["error.type"] == "InsufficientFunds"
    assert not span.status.is_ok
    assert "Secret words" not in span.to_json()

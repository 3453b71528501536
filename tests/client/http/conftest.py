"""Fixtures of the tests of the network."""

from __future__ import annotations

import pytest

VARIABLES = (
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "SSLKEYLOGFILE",
)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without network settings."""
    for name in VARIABLES:
        for spelling in (name, name.lower()):
            monkeypatch.delenv(spelling, raising=False)
    monkeypatch.delenv("SIPGATE_ALLOW_HTTP", raising=False)
    monkeypatch.delenv("SIPGATE_BASE_URL", raising=False)

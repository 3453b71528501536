"""A pytest plugin for programs that use sipgate: a fresh sandbox account for each test that requests one.

It is installed with the package and needs no configuration:

    def test_it_sends_an_sms(sipgate_sandbox):
        with Sipgate(..., transport=sipgate_sandbox) as sipgate: ...

    @pytest.mark.sipgate(account="neo", seed="empty", clock=Clock(start))
    def test_neo(sipgate_sandbox): ...
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .serving.server import Served

MARKER: Final = (
    "sipgate(account, seed, clock, rules, faults): how the test's sipgate_sandbox is made, see Sandbox"
)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker (a pytest hook)."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def sipgate_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Return a sandbox account for the test, in process; the marker `sipgate` sets its options.

    Raises:
        MissingExtra: The extra `sandbox` is not installed.
    """
    from .sandbox import Sandbox  # imported here: pytest loads this plugin in every run

    marker = request.node.get_closest_marker("sipgate")
    return Sandbox(*marker.args, **marker.kwargs) if marker else Sandbox()


@pytest.fixture
def sipgate_sandbox_server(sipgate_sandbox: Sandbox) -> Iterator[Served]:
    """Serve the test's sandbox account on loopback, for programs in other processes and languages.

    Raises:
        MissingExtra: The extra `sandbox` is not installed.
    """
    from .serving.server import serve_in_thread

    with serve_in_thread(sipgate_sandbox) as served:
        yield served

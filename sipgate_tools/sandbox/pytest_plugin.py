"""A pytest plugin for programs that use sipgate: a fresh sandbox account for each test that requests one.

The plugin is installed with the package and needs no configuration:

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
    "sipgate(account, seed, clock, rules, faults): create the sipgate_sandbox with these options of Sandbox"
)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker `sipgate`."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def sipgate_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Return a fresh sandbox account in the test's process, created with the options in the marker `sipgate`.

    Raises:
        MissingExtra: The extra `sandbox` is not installed.
        ValueError: An option in the marker is invalid.
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

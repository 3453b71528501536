"""A complete sipgate account on your machine, for tests and experiments. The sandbox is not the real sipgate.

    from sipgate_tools.sandbox import Sandbox

    sandbox = Sandbox()  # classic; Sandbox(account="neo") for a neo account
    client = Sipgate(token_id=sandbox.token_id, token=sandbox.token, base_url=sandbox.base_url, transport=sandbox)

Calls, including their webhooks, are played from scripts: `sandbox.play({"from": "+491729925904", "to": "+493023125100",
"digits": ["1"]})`; see `Scenario`.

For programs in other languages, serve the sandbox with `sipgate-tools sandbox`, or with
`with serve_in_thread(sandbox) as served:`.

Names are imported on first access because pytest loads this package at every start for the plugin, even if the
packages of the extra `sandbox` are not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._lazy import load_lazily

if TYPE_CHECKING:
    from .call_engine.engine import PhoneCall
    from .call_engine.scenario import Act, Callee, Scenario, ScenarioError
    from .call_engine.timeline import Timeline
    from .clock import Clock
    from .dispatch.http import Request, Response
    from .faults import Fault
    from .rules import Rules
    from .sandbox import Sandbox
    from .serving.server import Served, serve_in_thread

__all__ = [
    "Act",
    "Callee",
    "Clock",
    "Fault",
    "PhoneCall",
    "Request",
    "Response",
    "Rules",
    "Sandbox",
    "Scenario",
    "ScenarioError",
    "Served",
    "Timeline",
    "serve_in_thread",
]

_MODULES: Final = {
    "Act": ".call_engine.scenario",
    "Callee": ".call_engine.scenario",
    "Clock": ".clock",
    "Fault": ".faults",
    "PhoneCall": ".call_engine.engine",
    "Request": ".dispatch.http",
    "Response": ".dispatch.http",
    "Rules": ".rules",
    "Sandbox": ".sandbox",
    "Scenario": ".call_engine.scenario",
    "ScenarioError": ".call_engine.scenario",
    "Served": ".serving.server",
    "Timeline": ".call_engine.timeline",
    "serve_in_thread": ".serving.server",
}


def __getattr__(name: str) -> Any:
    return load_lazily(__name__, globals(), _MODULES, name)

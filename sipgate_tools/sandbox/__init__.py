"""A whole sipgate account on your own machine, for tests and for trying things out. It is not sipgate.

    from sipgate_tools.sandbox import Sandbox

    sandbox = Sandbox()  # classic; Sandbox(account="neo") for a neo account
    client = Sipgate(token_id=sandbox.token_id, token=sandbox.token, base_url=sandbox.base_url, transport=sandbox)

Served for other languages: `sipgate-tools sandbox`, or `with serve_in_thread(sandbox) as served:`.
"""

from .clock import Clock
from .faults import Fault
from .registry import Rules
from .sandbox import Sandbox
from .server import Served, serve_in_thread
from .wire import Answer, Request

__all__ = ["Answer", "Clock", "Fault", "Request", "Rules", "Sandbox", "Served", "serve_in_thread"]

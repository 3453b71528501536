"""The request dispatcher, which takes a request, changes the state, and returns the response, without I/O.

The order of the steps is the same as in the real service: find the operation, authenticate, check scopes and
permissions, validate the request, run the operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from threading import RLock
from typing import Any, Final

from sipgate_tools.spec import Operation, load

from ..clock import Clock
from ..events import media, scheduler
from ..faults import Faults
from ..oauth import endpoints
from ..oauth.request import PATH as LOGIN_PATH
from ..rules import Rules
from ..serving import static_documents
from ..serving.addresses import VERSION, SandboxAddress
from ..state import State, TableChange
from . import permissions
from .api_errors import ApiError
from .credentials import ANONYMOUS, allows, identify
from .http import Request, Response, json_response
from .registry import Context, handlers
from .router import Router
from .validation import read_body, read_path, read_query, response_problems

NO_OPERATION: Final[tuple[None, dict[str, str]]] = (None, {})

Listener = Callable[[list[TableChange]], None]


@cache
def _router() -> Router:
    return Router(load().operations.values())


class Dispatcher:
    """Dispatches requests for one account, and contains the account's clock, rules and lock (`Sandbox.dispatcher`).

    Args:
        state: The account.
        clock: The account's clock.
        rules: Prices, durations and undocumented behavior.
        address: The address of the sandbox, for URLs in responses.
        faults: The active faults.
    """

    def __init__(
        self, state: State, clock: Clock, rules: Rules, address: SandboxAddress, faults: Faults
    ) -> None:
        self.state = state
        self.clock = clock
        self.rules = rules
        self.address = address
        self.faults = faults
        self.listeners: list[Listener] = []
        """Functions that are called with the changes of each commit that changed something.

        They are called before the response to the request is sent.
        """
        self.problems: list[str] | None = None
        """The contradictions between responses and the spec so far. None disables the check."""
        self.approver = ""
        """The id of the user whose OAuth logins are approved without the login page; "" shows the page."""
        self.public_key = ""
        """The public key that verifies webhooks, as PEM."""
        self.time_shifts: dict[str, timedelta] = {}
        """The amounts by which the timestamps of recent scripted calls were moved into the past, by `xcid`."""
        self.lock = RLock()
        """The lock that is held during each request. Any other code that changes the state must also hold it."""
        self._router = _router()

    def respond(self, request: Request) -> Response:
        """Respond to one request. This method is thread-safe and handles one request at a time."""
        with self.lock:
            return self._respond(request)

    def _respond(self, request: Request) -> Response:
        found = self._router.find(request.path)
        method = "GET" if request.method == "HEAD" else request.method
        operation, path = found.get(method, NO_OPERATION)
        fault = self.faults.take(operation, request)
        if fault is not None and not fault.after_effect:
            return fault.error_response(_version(request))
        response = self._respond_or_undo(operation, path, request, found)
        if operation is not None and self.problems is not None:
            self.problems.extend(response_problems(operation, response))
        if request.method == "HEAD":
            response = Response(response.status, b"", response.headers)
        return response if fault is None else fault.distort(response)

    def methods_at(self, path: str) -> list[str]:
        """Return the HTTP methods of the operations at a path."""
        return list(self._router.find(path))

    def _root_for(self, request: Request) -> str:
        return self.address.root_for(request.headers.get("host", ""))

    def settle(self) -> bool:
        """Run all steps that are due, and return whether webhooks are queued."""
        with self.lock:
            try:
                self._settle(self.clock.now())
                self.commit()
            except BaseException:
                self.state.undo()
                raise
            return len(self.state.deliveries) > 0

    def _settle(self, now: datetime) -> None:
        following = scheduler.next_due(self.state)
        if following is not None and following <= now:
            # The steps may come from an earlier process: importing the handlers registers them.
            handlers()
            scheduler.settle(self.state, now, self.rules)

    def _respond_or_undo(
        self, operation: Operation | None, path: dict[str, str], request: Request, found: Mapping[str, Any]
    ) -> Response:
        try:
            self.settle()
            beside = operation is None
            response = (
                self._respond_without_operation(request, found)
                if beside
                else self._perform(operation, path, request)
            )
            self.commit()
        except ApiError as error:
            self.state.undo()
            return error.response(_version(request))
        except BaseException:
            self.state.undo()
            raise
        return response

    def _respond_without_operation(self, request: Request, found: Mapping[str, Any]) -> Response:
        """Respond with a media file, a login page or a static document. Any other path raises `ApiError`."""
        root = self._root_for(request)
        if request.path.startswith(media.MEDIA_PATH):
            return media.respond(self.state, request.path)
        if request.path.startswith((LOGIN_PATH, endpoints.OTHER_PATH)):
            return endpoints.respond(self.state, self.clock.now(), self.rules, root, self.approver, request)
        if request.path in static_documents.PATHS and request.method in ("GET", "HEAD"):
            return static_documents.respond(request.path, root, self.public_key)
        raise _no_operation(request, found)

    def _perform(self, operation: Operation, path: dict[str, str], request: Request) -> Response:
        now = self.clock.now()
        identity = (
            identify(request.headers, self.state, now)
            if _needs_credentials(operation, request)
            else ANONYMOUS
        )
        if not allows(identity, operation.scopes):
            raise ApiError(403, "Insufficient scope")
        handler = handlers().get(operation.id)
        if handler is None:
            raise ApiError(501, f"The sandbox does not support {operation.id} yet.")
        path_values = read_path(operation, path)
        permissions.check(operation, path_values, identity, self.state)
        context = Context(
            operation=operation,
            state=self.state,
            now=now,
            identity=identity,
            path=path_values,
            query=read_query(operation, request),
            body=read_body(operation, request),
            rules=self.rules,
            base_url=f"{self._root_for(request)}{VERSION}",
            request=request,
        )
        return _to_response(operation, handler(context))

    def commit(self) -> None:
        """Save the changes since the last commit, and notify the listeners.

        Raises:
            ApiError: 500, if the changes cannot be saved, for example because the disk is full. The caller must undo
                them.
        """
        try:
            changes = self.state.commit()
        except OSError as error:
            raise ApiError(500, str(error)) from error
        if changes:
            for listener in self.listeners:
                listener(changes)


def _version(request: Request) -> str:
    return "v3" if request.path.lstrip("/").startswith("v3") else "v2"


def _no_operation(request: Request, found: Mapping[str, Any]) -> ApiError:
    if found:
        allowed = ", ".join(sorted(found))
        return ApiError(
            405, f"Only {allowed} is allowed here, not {request.method}", headers={"allow": allowed}
        )
    return ApiError(404, f"Unknown path {request.path}")


def _needs_credentials(operation: Operation, request: Request) -> bool:
    return operation.secured or "authorization" in request.headers


def _to_response(operation: Operation, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(_empty_status(operation))
    return json_response(200, result)


def _empty_status(operation: Operation) -> int:
    declared = [int(status) for status in operation.raw["responses"] if status.isdigit() and status < "300"]
    return 204 if 204 in declared else min(declared, default=200)

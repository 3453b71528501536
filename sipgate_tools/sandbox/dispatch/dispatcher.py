"""The synchronous core: one request in, one answer out, nothing else touched but the state.

The order is that of a real service: is there such an operation, who is asking, may they, is the request
well-formed, then the operation itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from sipgate_tools.spec import Operation, load

from ..clock import Clock
from ..events import media, scheduler
from ..faults import Faults
from ..oauth import endpoints
from ..rules import Rules
from ..serving import static_documents
from ..serving.addresses import VERSION, SandboxAddress
from ..state import State, TableChange
from . import permissions
from .api_errors import ApiError
from .credentials import NOBODY, allows, identify
from .http import Request, Response, json_response
from .registry import Context, handlers
from .router import Router
from .validation import answer_problems, read_body, read_path, read_query

NOTHING: tuple[None, dict[str, str]] = (None, {})

Listener = Callable[[list[TableChange]], None]


class Dispatcher:
    """Answers requests against one state.

    Args:
        state: the account.
        clock: its time.
        rules: prices and durations.
        address: where the sandbox is reached; for URLs inside answers.
        faults: what goes wrong on purpose.
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
        """Called with the changes of each request that changed something, before its answer leaves."""
        self.problems: list[str] | None = None
        """Where answers that contradict the document are noted; None does not look."""
        self.approver = ""
        """The user who logs in through OAuth without being asked; "" shows the page."""
        self.public_key = ""
        """PEM of the public key of the webhooks, for those who ask for it."""
        self.put_back: dict[str, timedelta] = {}
        """How far calls that wait for no clock were put back in time, by `xcid`; the latest ones."""
        self.lock = RLock()
        """Held while a request is answered; whoever changes the state otherwise holds it too."""
        self._router = Router(load().operations.values())

    def respond(self, request: Request) -> Response:
        """Answer one request; several threads may ask, one is answered at a time."""
        with self.lock:
            return self._respond(request)

    def _respond(self, request: Request) -> Response:
        found = self._router.find(request.path)
        method = "GET" if request.method == "HEAD" else request.method
        operation, path = found.get(method, NOTHING)
        fault = self.faults.take(operation, request)
        if fault is not None and not fault.after_effect:
            return fault.instead(_version(request))
        answer = self._answer(operation, path, request, found)
        if operation is not None and self.problems is not None:
            self.problems.extend(answer_problems(operation, answer))
        if request.method == "HEAD":
            answer = Response(answer.status, b"", answer.headers)
        return answer if fault is None else fault.distort(answer)

    def methods_at(self, path: str) -> list[str]:
        """Return the methods of the operations at a path."""
        return list(self._router.find(path))

    def _root_for(self, request: Request) -> str:
        return self.address.root_for(request.headers.get("host", ""))

    def settle(self) -> bool:
        """Let everything happen that is due by the clock; says whether there are webhooks to send."""
        with self.lock:
            try:
                self._settle(self.clock.now())
                self.commit()
            except BaseException:
                self.state.undo()
                raise
            return len(self.state.deliveries) > 0

    def _settle(self, now: datetime) -> None:
        following = scheduler.next_moment(self.state)
        if following is not None and following <= now:
            # What is due may be older than this process: the modules of the handlers bring the steps.
            handlers()
            scheduler.settle(self.state, now, self.rules)

    def _answer(
        self, operation: Operation | None, path: dict[str, str], request: Request, found: Mapping[str, Any]
    ) -> Response:
        try:
            self.settle()
            beside = operation is None
            answer = self._beside(request, found) if beside else self._perform(operation, path, request)
            self.commit()
        except ApiError as refusal:
            self.state.undo()
            return refusal.response(_version(request))
        except BaseException:
            self.state.undo()
            raise
        return answer

    def _beside(self, request: Request, found: Mapping[str, Any]) -> Response:
        """A file that an answer named, a page of the login, the document, or the refusal of everything else."""
        root = self._root_for(request)
        if request.path.startswith(media.MEDIA_PATH):
            return media.respond(self.state, request.path)
        if request.path.startswith((endpoints.PATH, endpoints.OTHER_PATH)):
            return endpoints.respond(self.state, self.clock.now(), self.rules, root, self.approver, request)
        if request.path in static_documents.PATHS and request.method in ("GET", "HEAD"):
            return static_documents.respond(request.path, root, self.public_key)
        raise _no_operation(request, found)

    def _perform(self, operation: Operation, path: dict[str, str], request: Request) -> Response:
        now = self.clock.now()
        who = identify(request.headers, self.state, now) if _needs_credentials(operation, request) else NOBODY
        if not allows(who, operation.scopes):
            raise ApiError(403, "Insufficient scope")
        handler = handlers().get(operation.id)
        if handler is None:
            raise ApiError(501, f"The sandbox does not answer {operation.id} yet.")
        path_values = read_path(operation, path)
        permissions.check(operation, path_values, who, self.state)
        context = Context(
            operation=operation,
            state=self.state,
            now=now,
            identity=who,
            path=path_values,
            query=read_query(operation, request),
            body=read_body(operation, request),
            rules=self.rules,
            base_url=f"{self._root_for(request)}{VERSION}",
            request=request,
        )
        return _finished(operation, handler(context))

    def commit(self) -> None:
        """Keep what was changed since the last time, and tell the listeners.

        Raises:
            Refusal: 500 when it cannot be kept (the disk is full); it is undone.
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
            405, f"{request.method} is not allowed here, only {allowed}", headers={"allow": allowed}
        )
    return ApiError(404, f"There is no {request.path}")


def _needs_credentials(operation: Operation, request: Request) -> bool:
    return operation.secured or "authorization" in request.headers


def _finished(operation: Operation, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(_empty_status(operation))
    return json_response(200, result)


def _empty_status(operation: Operation) -> int:
    declared = [int(status) for status in operation.raw["responses"] if status.isdigit() and status < "300"]
    return 204 if 204 in declared else min(declared, default=200)

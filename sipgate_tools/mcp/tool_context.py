"""The context of one tool call: the account, approval of requests, and progress."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import anyio
from typing_extensions import TypedDict

from .policy.action import Action
from .policy.approval import approve_action

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection

    from mcp.server.mcpserver import Context
    from sipgate_api.types import Request

    from sipgate_tools import AsyncSipgate
    from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
    from sipgate_tools.models.history_filter import HistoryFilterArguments

    from .account import McpAccount


class _Options(TypedDict, total=False):
    amount: int | None
    varying: Collection[str]


@dataclass(frozen=True)
class ToolContext:
    """One call of one tool.

    Attributes:
        account: The account the server works on.
        context: The SDK's context of the call.
        tool: The tool's name.
    """

    account: McpAccount
    context: Context[Any, Any]
    tool: str

    @property
    def client(self) -> AsyncSipgate:
        """Return the client, whose requests pass the policy transport."""
        return self.account.client

    def action(self, *requests: Request[Any], **options: Unpack[_Options]) -> Action:
        """Return an action that consists of requests.

        Args:
            requests: The requests; more can be added.
            options: See `Action`.
        """
        action = Action(self.account.spec, **options)
        for request in requests:
            action.add(request)
        return action

    def approve(
        self, requested: Action | Request[Any], question: str, *, repeat: bool = False
    ) -> AbstractAsyncContextManager[None]:
        """Approve an action or a single request by rules, user and audit log. It can be sent within the block.

        Args:
            requested: The action.
            question: The question to the user, with everything needed to decide.
            repeat: Whether a duplicate of a recent action is intended.

        Raises:
            PolicyRefused: The action is not allowed. The error is raised on entering the block.
        """
        action = requested if isinstance(requested, Action) else self.action(requested)
        return approve_action(self.account, self.context, action, question, tool=self.tool, repeat=repeat)

    async def send(self, request: Request[Any], question: str, *, repeat: bool = False) -> None:
        """Approve a request and send it. Only the status of the response is checked.

        Raises:
            PolicyRefused: The request is not allowed. Nothing was sent.
        """
        async with self.approve(request, question, repeat=repeat):
            await self.client.api.asend(request)

    async def progress(self, done: float, total: float | None = None, message: str | None = None) -> None:
        """Report the progress of a long call to the client, if it asked for progress."""
        await self.context.report_progress(done, total, message)

    @asynccontextmanager
    async def progress_callback(
        self, message: str, total: int | None = None
    ) -> AsyncGenerator[ProgressCallback]:
        """Yield a progress callback for a bulk operation; the client gets the latest state as fast as it reads.

        Args:
            message: The description of the operation.
            total: The number of items, if known.
        """
        changed, failure = anyio.Event(), None
        latest, last_report, finished = 0, 0, False

        def notify(progress: BulkProgress) -> None:
            nonlocal latest
            latest = progress.done + progress.failed + progress.unknown + progress.skipped
            changed.set()

        async def report() -> None:
            nonlocal changed, last_report
            while not (finished and last_report == latest):
                await changed.wait()
                changed = anyio.Event()
                if last_report != latest:
                    last_report = latest
                    await self.progress(latest, total, message)

        async with anyio.create_task_group() as group:
            group.start_soon(report)
            try:
                yield notify
            except Exception as error:
                failure = error
            finished = True
            changed.set()  # wakes the reporter for the last state
        if failure is not None:
            raise failure

    async def history_filters(self, **filters: Unpack[HistoryFilterArguments]) -> HistoryFilterArguments:
        """Return filters of the history, restricted to the user's own entries unless access is `account`."""
        return await self.account.history_filters(**filters)

"""What a tool gets for one call: the account, the way to ask and to act, and progress."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import anyio
from typing_extensions import TypedDict

from .policy.approval import approved

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping

    from mcp.server.mcpserver import Context

    from sipgate_tools import AsyncSipgate
    from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
    from sipgate_tools.models.history_filter import HistoryFilterArguments

    from .account import McpAccount

__all__ = ["ToolContext"]


class _Action(TypedDict, total=False):
    path: Mapping[str, Any] | None
    query: Mapping[str, Any] | None
    body: Any
    also: Iterable[str]
    amount: int | None
    repeat: bool
    texts: str | None


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
        """The client; what it sends passes the guard."""
        return self.account.client

    def approve(
        self, operation_id: str, question: str, **action: Unpack[_Action]
    ) -> AbstractAsyncContextManager[None]:
        """Ask the rules, the user and the journal for one request; inside the block it may leave.

        Args:
            operation_id: The operation.
            question: What the user is asked, with all that they need to decide.
            action: The request's `path=`, `query=` and `body=`, and what `permits.permit` takes besides.

        Raises:
            PolicyRefused: On entering: it may not leave.
        """
        return approved(
            self.account, self.context, tool=self.tool, operation_id=operation_id, question=question, **action
        )

    async def progress(self, done: float, total: float | None = None, message: str | None = None) -> None:
        """Tell the client how far a long call is, where it wants to know."""
        await self.context.report_progress(done, total, message)

    @asynccontextmanager
    async def progress_callback(
        self, message: str, total: int | None = None
    ) -> AsyncGenerator[ProgressCallback]:
        """A callback for bulk work within the block: how far it is reaches the client, as fast as that can take it.

        Args:
            message: What is being done.
            total: How many there are in all, where the work itself does not know.
        """
        news, failure = anyio.Event(), None
        latest, passed_on, over = 0, 0, False

        def told(progress: BulkProgress) -> None:
            nonlocal latest
            latest = progress.done + progress.failed + progress.unknown + progress.skipped
            news.set()

        async def pass_on() -> None:
            nonlocal news, passed_on
            while not (over and passed_on == latest):
                await news.wait()
                news = anyio.Event()
                if passed_on != latest:
                    passed_on = latest
                    await self.progress(latest, total, message)

        async with anyio.create_task_group() as group:
            group.start_soon(pass_on)
            try:
                yield told
            except Exception as error:
                failure = error
            over = True
            news.set()  # what is being passed on reaches the client, and so does the last of it
        if failure is not None:
            raise failure

    async def history_filters(self, **filters: Unpack[HistoryFilterArguments]) -> HistoryFilterArguments:
        """Filters of the history, narrowed to what is the user's own unless the whole account may be seen."""
        return await self.account.history_filters(**filters)

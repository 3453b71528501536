"""A server with contacts whose support for cursors, totals and scopes can be configured."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs

import httpx2

from tests.client.accounts import Access
from tests.client.credentials import TOKEN, TOKEN_ID


@dataclass
class ContactsServer:
    """A server with a list of contacts.

    Attributes:
        contacts: The API's objects.
        cursor: Whether `lastId` is supported, ignored, or rejected with 400.
        total: Whether the response contains the total.
        max_page_size: Maximum number of contacts per response.
        scopes: Whether `scopes` is supported.
        queries: The queries of all requests.
    """

    contacts: list[dict[str, Any]]
    cursor: Literal["known", "ignored", "refused"] = "known"
    total: bool = True
    max_page_size: int = 5000
    scopes: bool = True
    queries: list[dict[str, list[str]]] = field(default_factory=list[dict[str, list[str]]])

    def access(self) -> Access:
        """Return the arguments of a client of this server."""
        transport = httpx2.MockTransport(self._respond)
        return Access(
            token_id=TOKEN_ID, token=TOKEN, base_url="https://shelf.invalid/v2", transport=transport
        )

    def _respond(self, request: httpx2.Request) -> httpx2.Response:
        query = parse_qs(request.url.query.decode())
        self.queries.append(query)
        last = query.get("lastId", [""])[0]
        if last and self.cursor == "refused":
            return httpx2.Response(400, json={"message": "unknown parameter"})
        rows = self.contacts
        if self.scopes and "scopes" in query:
            rows = [row for row in rows if row["scope"] in query["scopes"]]
        start = int(query.get("offset", ["0"])[0])
        if last and self.cursor == "known":
            start = next(place for place, row in enumerate(rows) if row["id"] == last) + 1
        limit = min(int(query.get("limit", ["5000"])[0]), self.max_page_size)
        payload: dict[str, Any] = {"items": rows[start : start + limit]}
        if self.total:
            payload["totalCount"] = len(rows)
        return httpx2.Response(200, content=json.dumps(payload).encode())


def contacts(count: int, scope: str = "PRIVATE") -> list[dict[str, Any]]:
    """Return different contacts."""
    return [
        {
            "id": f"{scope}-{number}",
            "name": f"Person {number}",
            "scope": scope,
            "numbers": [{"number": f"+49157{number:08d}", "type": ["cell"]}],
        }
        for number in range(count)
    ]

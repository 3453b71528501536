"""A server with contacts that knows less than the sandbox: cursors, totals and scopes as a test wants them."""

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
    """Contacts in a row.

    Attributes:
        contacts: The API's objects.
        cursor: Whether `lastId` is looked at, or answered with 400.
        total: Whether the answer says how many there are.
        most: How many it gives at once, whatever is asked.
        scopes: Whether `scopes` is looked at.
        asked: The queries that came.
    """

    contacts: list[dict[str, Any]]
    cursor: Literal["known", "ignored", "refused"] = "known"
    total: bool = True
    most: int = 5000
    scopes: bool = True
    asked: list[dict[str, list[str]]] = field(default_factory=list[dict[str, list[str]]])

    def access(self) -> Access:
        """Return the arguments of a client of this server."""
        transport = httpx2.MockTransport(self._answer)
        return Access(
            token_id=TOKEN_ID, token=TOKEN, base_url="https://shelf.invalid/v2", transport=transport
        )

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        query = parse_qs(request.url.query.decode())
        self.asked.append(query)
        last = query.get("lastId", [""])[0]
        if last and self.cursor == "refused":
            return httpx2.Response(400, json={"message": "unknown parameter"})
        rows = self.contacts
        if self.scopes and "scopes" in query:
            rows = [row for row in rows if row["scope"] in query["scopes"]]
        start = int(query.get("offset", ["0"])[0])
        if last and self.cursor == "known":
            start = next(place for place, row in enumerate(rows) if row["id"] == last) + 1
        limit = min(int(query.get("limit", ["5000"])[0]), self.most)
        answer: dict[str, Any] = {"items": rows[start : start + limit]}
        if self.total:
            answer["totalCount"] = len(rows)
        return httpx2.Response(200, content=json.dumps(answer).encode())


def contacts(count: int, scope: str = "PRIVATE") -> list[dict[str, Any]]:
    """Return contacts that differ."""
    return [
        {
            "id": f"{scope}-{number}",
            "name": f"Person {number}",
            "scope": scope,
            "numbers": [{"number": f"+49157{number:08d}", "type": ["cell"]}],
        }
        for number in range(count)
    ]

"""The bytes of a request. The policy evaluates, approves and sends the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

from sipgate_tools._http.requests import body_of, url_of
from sipgate_tools.errors import PolicyRefused

from .request_facts import RequestFacts, read_request

if TYPE_CHECKING:
    import httpx2
    from sipgate_api.types import Request

    from sipgate_tools.spec import Spec


@dataclass(frozen=True, repr=False)
class OutgoingRequest:
    """The bytes of one request.

    Attributes:
        method: The HTTP method, in upper case.
        target: The path, including the API version, and the query, both percent-encoded.
        content: The body; empty for a request without a body.
    """

    method: str
    target: str
    content: bytes

    @classmethod
    def of(cls, request: Request[Any]) -> Self:
        """Return the bytes that the client sends for a request.

        Raises:
            InvalidInput: A string in the request is not valid Unicode.
        """
        return cls(request.method, url_of("", request), body_of(request) or b"")

    @classmethod
    def from_wire(cls, request: httpx2.Request, prefix: str) -> Self:
        """Return the bytes of an HTTP request.

        Args:
            request: The HTTP request.
            prefix: The path of the base URL, which is not part of an operation's path; "" for none.
        """
        target = request.url.raw_path.decode("ascii").removeprefix(prefix)
        return cls(request.method, target, request.content)

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 digest of method, path, query and body."""
        head = f"{self.method} {self.target}\n".encode()
        return hashlib.sha256(head + self.content).digest()

    def facts(self, spec: Spec, *, amount: int | None = None, varying: Collection[str] = ()) -> RequestFacts:
        """Return the facts of the request.

        Args:
            spec: The OpenAPI spec, in which the operation is looked up.
            amount: The amount in SMS parts, fax pages or calls. By default, it is calculated from the body.
            varying: The names of body fields that are left out of the fingerprint.

        Raises:
            PolicyRefused: The request matches no operation of sipgate's API, or its body is not JSON.
        """
        path, _, query = self.target.partition("?")
        found = spec.match(self.method, path)
        if found is None:
            raise PolicyRefused("The request matches no operation in sipgate's API spec. Nothing was sent.")
        operation, path_values = found
        return read_request(
            spec,
            operation,
            path=path_values,
            query=parse_qs(query, keep_blank_values=True),
            body=self._body(),
            amount=amount,
            varying=varying,
        )

    def _body(self) -> Any:
        if not self.content:
            return None
        try:
            return json.loads(self.content)
        except ValueError:
            raise PolicyRefused("The body of the request is not JSON. Nothing was sent.") from None

"""The requests that send faxes, and the choice of the faxline."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sipgate_api.api.sessions import resend_fax, send_fax
from sipgate_api.models.resend_fax_request import ResendFaxRequest
from sipgate_api.models.send_fax_request import SendFaxRequest
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput, UnexpectedResponse
from sipgate_tools.models.fax import Faxline
from sipgate_tools.values import extension_id, identifier


def send_fax_request(
    *, faxline_id: str, recipient: str, document: bytes, filename: str | None = None
) -> Request[Any]:
    """Return the request that sends a fax (operation sendFax).

    Args:
        faxline_id: The faxline id, such as `f0`.
        recipient: The recipient's number in E.164.
        document: The bytes of a PDF that `check_pdf` accepted.
        filename: The name of the document in the history; by default `Fax_YYYYMMDD_HHMMSS`.

    Raises:
        InvalidInput: `faxline_id` is not the id of a faxline.
    """
    body = SendFaxRequest(
        faxline_id=extension_id(faxline_id, "f", argument="faxline_id"),
        recipient=recipient,
        filename=filename or f"Fax_{datetime.now(UTC):%Y%m%d_%H%M%S}",
        base_64_content=base64.b64encode(document).decode("ascii"),
    )
    return send_fax.build_request(body=body)


def resend_fax_request(fax_id: str, *, faxline_id: str | None = None) -> Request[Any]:
    """Return the request that sends a fax from the history again (operation resendFax).

    Raises:
        InvalidInput: `fax_id` is not an id, or `faxline_id` is not the id of a faxline.
    """
    body = ResendFaxRequest(
        fax_id=identifier(fax_id, argument="fax_id"),
        faxline_id=UNSET if faxline_id is None else extension_id(faxline_id, "f", argument="faxline_id"),
    )
    return resend_fax.build_request(body=body)


def only_faxline(faxlines: Sequence[Faxline]) -> str:
    """Return the id of a user's only faxline that can send.

    Raises:
        InvalidInput: The user has no faxline that can send, or several.
    """
    lines = [line for line in faxlines if line.can_send is not False]
    if len(lines) == 1:
        return lines[0].id
    if not lines:
        raise InvalidInput(
            "The user has no faxline that can send.",
            hint="Add a faxline for the user, or use another user's token.",
        )
    names = ", ".join(line.id for line in lines)
    raise InvalidInput(f"The user has several faxlines: {names}.", hint="Pass faxline_id=.")


def fax_id_of(payload: Any) -> str:
    """Return the session id in the response to the request that sends a fax.

    Raises:
        UnexpectedResponse: The response contains no session id.
    """
    match payload:
        case {"sessionId": str(session_id)}:
            return session_id
        case _:
            raise UnexpectedResponse(
                "sipgate accepted the fax, but its response contains no session id.",
                hint="The fax is being sent: check the history, and do not send it again.",
            )

"""`sipgate-tools voicemails`: voicemail boxes."""

from __future__ import annotations

from typing import Final

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List voicemail boxes.")

_COLUMNS: Final = [
    Column("Id", lambda box: box.id),
    Column("Name", lambda box: box.alias, flexible=True),
    Column("Belongs to", lambda box: box.belongs_to_endpoint and box.belongs_to_endpoint.extension),
    Column("Greeting", lambda box: box.active_greeting_alias),
    Column("Transcription", lambda box: box.transcription),
]


@add_command(app, "list", example="sipgate-tools voicemails list")
def list_voicemails(session: Session) -> None:
    """List the voicemail boxes. Their messages are in the history: history list --type voicemail."""
    session.output.records(session.client.voicemails.list(), _COLUMNS, empty="There is no voicemail box.")

"""Jobs: contacts."""

from __future__ import annotations

import base64
from typing import Any, Final

from sipgate_tools.models import Contact
from tests.wire.job import ABSENT, FAILS, SUCCEEDS, Difference, Job, call, one_less, one_more
from tests.wire.responses import CONTACTS

_ADDRESS: Final = {
    "poBox": "",
    "extendedAddress": "Hinterhaus",
    "streetAddress": "Hafenstraße 3",
    "locality": "Hamburg",
    "region": "",
    "postalCode": "20457",
    "country": "Deutschland",
}
_SENT_ADDRESS: Final = {name: value for name, value in _ADDRESS.items() if value}
_PHONE: Final = {"number": "+493023125014", "type": ["work"]}
_EMAIL: Final = {"email": "j.okonkwo@example.org", "type": ["home"]}
_PICTURE: Final = "iVBORw0KGgo="

_IN_PAGES: Final = Difference(
    "GET /v2/contacts query.limit",
    ABSENT,
    ["500"],
    "all contacts are fetched page by page, not the first 5,000",
)
_ONE_SCOPE: Final = Difference(
    "GET /v2/contacts query.scopes", ABSENT, ["SHARED"], "sipgate can sort out the scope by now"
)
_WITHOUT_EMPTY_PARTS: Final = "parts of an address that are empty are left out"

CREATING: Final = (
    Job(
        "create a contact",
        ("contacts", "create", {"firstname": "Jannis", "lastname": "Okonkwo"}, "PRIVATE"),
        call("contacts.create", given="Jannis", family="Okonkwo"),
    ),
    Job(
        "create a contact with everything",
        (
            "contacts",
            "create",
            {
                "firstname": "Jannis",
                "lastname": "Okonkwo",
                "organization": [["Okonkwo Metallbau", "Büro"]],
                "address": _ADDRESS,
                "email": _EMAIL,
                "phone": _PHONE,
                "picture": _PICTURE,
            },
            "SHARED",
        ),
        call(
            "contacts.create",
            given="Jannis",
            family="Okonkwo",
            organization=[["Okonkwo Metallbau", "Büro"]],
            addresses=[_ADDRESS],
            emails=[_EMAIL],
            numbers=[_PHONE],
            picture=_PICTURE,
            scope="SHARED",
        ),
        (
            Difference(
                "POST /v2/contacts body.addresses",
                [_ADDRESS],
                [_SENT_ADDRESS],
                _WITHOUT_EMPTY_PARTS,
            ),
        ),
    ),
    Job(
        "create a contact with one name",
        ("contacts", "create", {"firstname": "", "lastname": "Okonkwo"}, "PRIVATE"),
        call("contacts.create", given="", family="Okonkwo"),
        (
            Difference(
                "POST /v2/contacts body.name",
                " Okonkwo",
                "Okonkwo",
                "the missing name leaves no blank behind",
            ),
        ),
    ),
    Job(
        "create a contact without a name",
        ("contacts", "create", {"firstname": "", "lastname": ""}, "PRIVATE"),
        call("contacts.create", given="", family=""),
    ),
)

_CHANGED: Final[dict[str, Any]] = {**CONTACTS[0], "name": "Jannis O.", "fieldOfTomorrow": {"kept": True}}

CHANGING: Final = (
    Job(
        "change a contact",
        ("contacts", "update", _CHANGED),
        call("contacts.update", Contact.from_payload(_CHANGED)),
    ),
    Job("delete a contact", ("contacts", "delete", "contact-1"), call("contacts.delete", "contact-1")),
    Job(
        "delete all private contacts",
        ("contacts", "deleteAllPrivate"),
        call("contacts.delete_all_private"),
        (
            one_less("DELETE /v2/contacts", "by now it deletes the shared contacts of everybody too"),
            one_more("GET /v2/contacts", "the private contacts are looked up instead"),
            one_more("DELETE /v2/contacts/contact-1", "and each is deleted by its id"),
        ),
    ),
    Job(
        "delete all shared contacts",
        ("contacts", "deleteAllShared"),
        call("contacts.delete_all_shared"),
        (_IN_PAGES, _ONE_SCOPE),
        ordered=False,
    ),
)


def _base64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


_PLAIN: Final = "firstname,lastname,number\nJannis,Okonkwo,+493023125014\nMerle,Ahrens,+491729925904"
_QUOTED: Final = 'firstname,lastname,number\nMerle,"Ahrens, Dr.",+491729925904'
_UMLAUTS: Final = "firstname,lastname,number\nSvetlana,Weiß,+498999998087"
_CONTENT: Final = "POST /v2/contacts/import/csv body.base64Content"
_LAST_LINE: Final = "The last line ends like the others."
_VCARD: Final = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Ahrens;Merle;;;\r\nFN:Merle Ahrens\r\nTEL:+491729925904\r\n"
    "EMAIL:merle.ahrens@example.com\r\nORG:Ahrens GmbH;Werkstatt\r\n"
    "ADR:;;Hafenstraße 3;Hamburg;;20457;Deutschland\r\nEND:VCARD\r\n"
)
_VCARD_3: Final = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Okonkwo;Jannis;;;\r\nFN:Jannis Okonkwo\r\n"
    "TEL;TYPE=WORK:+493023125014\r\nEND:VCARD\r\n"
)
_CARD_ADDRESS: Final = {
    "streetAddress": "Hafenstraße 3",
    "locality": "Hamburg",
    "postalCode": "20457",
    "country": "Deutschland",
}
_WHOLE_ADDRESS: Final = {"poBox": "", "extendedAddress": "", "region": "", **_CARD_ADDRESS}

IMPORTING: Final = (
    Job(
        "import a CSV",
        ("contacts", "importFromCsvString", _PLAIN),
        call("contacts.import_csv", _PLAIN),
        (
            one_more(
                "GET /v2/contacts", "to leave out what is there already; skip_duplicates=False does not ask"
            ),
            Difference(_CONTENT, _base64(_PLAIN), _base64(_PLAIN + "\n"), _LAST_LINE),
        ),
    ),
    Job(
        "import a CSV with umlauts, duplicates and all",
        ("contacts", "importFromCsvString", _UMLAUTS),
        call("contacts.import_csv", _UMLAUTS, skip_duplicates=False),
        (
            Difference(
                _CONTENT,
                _base64(_UMLAUTS, "latin-1"),
                _base64(_UMLAUTS + "\n"),
                "CSV is sent as UTF-8; theirs is Latin-1, which breaks umlauts. " + _LAST_LINE,
            ),
        ),
    ),
    Job(
        "import a CSV with a comma in quotes",
        ("contacts", "importFromCsvString", _QUOTED),
        call("contacts.import_csv", _QUOTED, skip_duplicates=False),
        (
            Difference("outcome", FAILS, SUCCEEDS, "theirs cuts at every comma"),
            one_more("POST /v2/contacts/import/csv", "as above"),
        ),
    ),
    Job(
        "import a vCard",
        ("contacts", "importVCardString", _VCARD, "PRIVATE"),
        call("contacts.import_vcard", _VCARD, scope="PRIVATE", skip_duplicates=False),
        (
            Difference(
                "POST /v2/contacts body.addresses", [_WHOLE_ADDRESS], [_CARD_ADDRESS], _WITHOUT_EMPTY_PARTS
            ),
        ),
    ),
    Job(
        "import two vCards in one text",
        ("contacts", "importVCardString", _VCARD + _VCARD_3, "SHARED"),
        call("contacts.import_vcard", _VCARD + _VCARD_3, scope="SHARED", skip_duplicates=False, at_once=1),
        (
            Difference("outcome", FAILS, SUCCEEDS, "theirs reads one card of version 4.0"),
            one_more("POST /v2/contacts", "the first card"),
            one_more("POST /v2/contacts", "the second card, of version 3.0"),
        ),
    ),
)

_FILTER: Final = {"phonenumbers": ["+493023125014", "+491729925904"]}
_NUMBERS: Final = _FILTER["phonenumbers"]


def _export(function: str, ours: str, *more: Any) -> tuple[Job, ...]:
    page = {"limit": 100, "offset": 200}
    # A list is one page, as the reference's is; an export is everything.
    pages = () if ours == "list" else (_IN_PAGES,)
    return (
        Job(f"{function}, all", ("contacts", function, "ALL"), call(f"contacts.{ours}", "ALL"), pages),
        Job(
            f"{function}, shared",
            ("contacts", function, "SHARED"),
            call(f"contacts.{ours}", "SHARED"),
            (*pages, _ONE_SCOPE),
        ),
        Job(
            f"{function}, a page with some numbers",
            ("contacts", function, "ALL", *more, page, _FILTER),
            call(f"contacts.{ours}", "ALL", phone_numbers=_NUMBERS, **page),
        ),
    )


EXPORTING: Final = (
    *_export("paginatedExportAsCsv", "export_csv", ","),
    *_export("exportAsCsv", "export_csv", ","),
    *_export("paginatedExportAsJSON", "export_json"),
    *_export("exportAsJSON", "export_json"),
    *_export("paginatedExportAsVCards", "export_vcards"),
    *_export("exportAsVCards", "export_vcards"),
    *_export("paginatedExportAsSingleVCard", "export_vcard"),
    *_export("exportAsSingleVCard", "export_vcard"),
    *_export("paginatedGet", "list"),
    *_export("get", "list"),
)

JOBS: Final = CREATING + CHANGING + IMPORTING + EXPORTING

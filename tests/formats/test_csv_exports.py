"""Exports as Google, Outlook, Thunderbird and the Node.js library write them; all people are invented."""

from pathlib import Path

from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.formats.csv import read_csv

FIXTURES = Path(__file__).parent / "fixtures"


def read(name: str, region: str = "DE") -> list[CardResult]:
    return list(read_csv(FIXTURES / name, default_region=region))


def test_google_contacts() -> None:
    joerdis, pizzeria, oemer = read("google-new.csv")
    assert joerdis == CardRead(
        2,
        ContactCard(
            name="Dr. Jördis Ann Kessler",
            given="Jördis",
            family="Kessler",
            organization=(("Süßwaren Kessler GmbH", "Einkauf"),),
            numbers=(
                CardNumber("+491713920001", ("cell",)),
                CardNumber("+493023125001", ("work",)),
                CardNumber("+493023125002", ("work",)),
                CardNumber("+493023125003", ("Hotline Nord",)),
            ),
            emails=(
                CardEmail("joerdis@kessler.example", ("work",)),
                CardEmail("jojo@privat.example", ("home",)),
            ),
            addresses=(
                CardAddress(
                    "Postfach 12",
                    "2. OG",
                    "Lindenweg 7\nHinterhaus",
                    "Berlin",
                    "Berlin",
                    "10969",
                    "DE",
                    ("work",),
                ),
            ),
            picture="https://lh3.example.com/contacts/jordis",
            note="Ruft gern\nnach 16 Uhr an",
            websites=(CardWebsite("https://kessler.example", ("work",)),),
        ),
        not_held=("Nickname", "Organization Title"),
    )
    assert isinstance(pizzeria, CardRead)
    assert (pizzeria.line, pizzeria.card.name, pizzeria.not_held) == (7, "Pizzeria Da Nino", ())
    assert isinstance(oemer, CardRead)
    assert oemer.not_held == ("Birthday", "Labels")


def test_google_contacts_of_earlier_years_in_utf_16() -> None:
    assert read("google-old-utf16.csv") == [
        CardRead(
            2,
            ContactCard(
                name="Zoë Brandt",
                given="Zoë",
                family="Brandt",
                organization=(("Brandt & Söhne",),),
                numbers=(
                    CardNumber("+4917604069002", ("cell",)),
                    CardNumber("+493023125020", ("work", "fax")),
                ),
                emails=(CardEmail("zoe@brandt.example", ("home",)),),
                addresses=(CardAddress("", "", "Am Markt 1", "Köln", "", "50667", "Deutschland", ("home",)),),
                note="Kennt Łukasz",
                websites=(CardWebsite("https://brandt.example", ("Profile",)),),
            ),
        )
    ]


def test_german_outlook_in_windows_1252_with_semicolons() -> None:
    juergen, baerbel, heike, unnamed = read("outlook-de-cp1252.csv")
    assert juergen == CardRead(
        2,
        ContactCard(
            name="Jürgen Größ",
            given="Jürgen",
            family="Größ",
            organization=(("Müller; Sohn & Co.", "Vertrieb"),),
            numbers=(
                CardNumber("+493023125199", ("work", "fax")),
                CardNumber("+493023125100", ("work",)),
                CardNumber("+491713920010", ("cell",)),
            ),
            emails=(CardEmail("j.groess@mueller.example"),),
            addresses=(
                CardAddress(
                    "", "", "Königsallee 1\nGebäude B", "Düsseldorf", "", "40212", "Deutschland", ("work",)
                ),
            ),
            note='Sagt "Servus" – zahlt 5 €\nzweite Zeile',
            websites=(CardWebsite("http://mueller.example"),),
        ),
        not_held=("Anrede", "Position"),
    )
    assert baerbel == CardRefused(
        4, "None of the telephone numbers can be read.", ("Telefon (privat): not a telephone number",)
    )
    assert isinstance(heike, CardRead)
    assert heike.card.numbers == (CardNumber("+493023125101", ("home",)),)
    assert heike.not_held == ("Geburtstag", "Mobiltelefon: a number that a spreadsheet has rounded")
    assert isinstance(unnamed, CardRefused)
    assert unnamed.line == 6


def test_english_outlook() -> None:
    (grace,) = read("outlook-en.csv", region="US")
    assert isinstance(grace, CardRead)
    assert grace.card.name == "Dr. Grace B. Okafor"
    assert grace.card.organization == (("Okafor, Lee & Partners", "Research"),)
    assert grace.card.numbers == (
        CardNumber("+12025550143", ("work",)),
        CardNumber("+12025550144", ("cell",)),
        CardNumber("+12025550145", ("work", "fax")),
    )
    assert [(each.street_address, each.types) for each in grace.card.addresses] == [
        ("1 Main Street\nSuite 5", ("work",)),
        ("2 Elm Street", ("home",)),
    ]
    assert (grace.card.note, grace.not_held) == ('Says "hi"', ("Job Title",))


def test_german_thunderbird() -> None:
    (mia,) = read("thunderbird-de.csv")
    assert isinstance(mia, CardRead)
    assert mia.card == ContactCard(
        name="Mia Fähr",
        given="Mia",
        family="Fähr",
        organization=(("Fähr KG",),),
        numbers=(
            CardNumber("+493023125301", ("work",)),
            CardNumber("+493023125302", ("fax",)),
            CardNumber("+4917604069003", ("cell",)),
        ),
        emails=(CardEmail("mia@faehr.example"), CardEmail("mia2@faehr.example")),
        addresses=(CardAddress("", "", "Deichweg 3", "Husum", "", "25813", "Deutschland", ("home",)),),
        websites=(CardWebsite("https://faehr.example"),),
    )
    assert mia.not_held == ()


def test_the_export_of_sipgates_node_library() -> None:
    assert read("node-library.csv") == [
        CardRead(
            2,
            ContactCard(
                name="Fritz Äpfel",
                organization=(("Obsthof", "Verkauf"),),
                numbers=(CardNumber("+493023125401"), CardNumber("+491713920041")),
                emails=(CardEmail("fritz@aepfel.example"),),
                addresses=(CardAddress("", "", "Hof 1", "Jork", "", "21635", "DE"),),
                id="c-1",
            ),
        )
    ]

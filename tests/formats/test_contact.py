"""A contact between a file and sipgate."""

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.formats.json import card_from_json, card_to_json


def test_cards_that_say_the_same_are_equal_and_hash_alike() -> None:
    declared_card = ContactCard("Anna Müller", "Anna", "Müller", organization=(("Öz GmbH", ""), ()), note="")
    same = ContactCard(
        given="Anna",
        family="Müller",
        organization=(("Öz GmbH",),),
        numbers=(CardNumber("", ("work",)),),
        emails=(CardEmail(""),),
        addresses=(CardAddress(types=("home",)),),
        websites=(CardWebsite(""),),
    )
    assert declared_card == same
    assert hash(declared_card) == hash(same)


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (ContactCard("Anna Maria Müller"), ("Anna Maria", "Müller")),
        (ContactCard("Cher"), ("", "Cher")),
        (ContactCard("Dr. Anna Müller", given="Anna"), ("Anna", "")),
        (ContactCard(organization=(("Öz GmbH",),)), ("Öz", "GmbH")),
    ],
)
def test_given_and_family_name_are_those_known_or_taken_from_the_full_name(
    card: ContactCard, expected: tuple[str, str]
) -> None:
    assert card.given_and_family() == expected


def test_a_picture_is_kept_out_of_the_repr() -> None:
    assert "base64" not in repr(ContactCard("A", picture="data:image/png;base64,AAAA"))


def test_json_has_the_names_of_the_api() -> None:
    card = ContactCard("A", addresses=(CardAddress(po_box="1", types=("home",)),))
    assert card_to_json(card)["addresses"][0]["poBox"] == "1"
    assert card_from_json({"name": "A", "numbers": None, "somethingNew": 1}) == ContactCard("A")


@pytest.mark.parametrize(
    "value", [None, [], "A", {"name": 1}, {"numbers": {}}, {"numbers": ["+49"]}, {"organization": [[1]]}]
)
def test_json_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match="not a contact"):
        card_from_json(value)

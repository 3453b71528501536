"""Telephone numbers as people write them in address books."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sipgate_tools.errors import InvalidInput

_LONGEST: Final = 1000
# What a spreadsheet makes of a long number: the last digits are gone for good.
_ROUNDED: Final = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN_DIGITS: Final = re.compile(r"[\s()/.-]+")
_BETWEEN: Final = re.compile(r"\s*[;,\n]\s*|\s+/\s+")


class ReadNumbers(NamedTuple):
    """Numbers found in one value, as E.164, and what of the value could not be held."""

    numbers: tuple[str, ...]
    problem: str | None = None


def check_region(region: str) -> str:
    """Return a region (`DE`) whose national numbers can be read.

    Raises:
        InvalidInput: It is not a two-letter region that libphonenumber knows.
    """
    from phonenumbers import SUPPORTED_REGIONS  # heavy, and only reading needs it

    if region.upper() not in SUPPORTED_REGIONS:
        raise InvalidInput(
            "default_region is not a known region.", hint="Use a country's two letters, such as DE, AT or CH."
        )
    return region.upper()


def is_e164(text: str) -> bool:
    """Tell whether a text has the shape of E.164, without judging whether there is such a number."""
    return _E164.fullmatch(text) is not None


def read_numbers(text: str, region: str, *, trust_e164: bool = False) -> ReadNumbers:
    """Read the telephone number in a value, or several with `;`, `,`, ` / ` or a line end between them.

    Args:
        text: In any national or international way of writing, also as a `tel:` URI.
        region: The region of numbers without a country code, two capital letters.
        trust_e164: Take what has the shape of E.164 as it is.
    """
    if trust_e164 and is_e164(text):
        return ReadNumbers((text,))
    if len(text) > _LONGEST:
        return ReadNumbers((), "not a telephone number")
    whole = _read(text, region)
    if whole.numbers:
        return whole
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece]
    found = [_read(piece, region) for piece in pieces]
    if len(pieces) < 2 or not all(each.numbers for each in found):
        return whole
    problem = next((each.problem for each in found if each.problem), None)
    return ReadNumbers(tuple(number for each in found for number in each.numbers), problem)


def _with_its_plus(text: str, region: str) -> str:
    """Return a number with the plus that a spreadsheet took from it (`4915799912345`), where it is certain."""
    import phonenumbers

    with_plus = "+" + _BETWEEN_DIGITS.sub("", text)
    if not text.startswith(str(phonenumbers.country_code_for_region(region))) or not is_e164(with_plus):
        return text
    # Where national numbers begin with a zero, one that begins with the country's code is none of them.
    if phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) != "0":
        return text
    return with_plus if phonenumbers.is_valid_number(phonenumbers.parse(with_plus, None)) else text


def _read(text: str, region: str) -> ReadNumbers:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    text = text.strip()
    if _ROUNDED.fullmatch(text):
        return ReadNumbers((), "a number that a spreadsheet has rounded")
    not_one = ReadNumbers((), "not a telephone number")
    try:
        parsed = phonenumbers.parse(_with_its_plus(text, region), region)
    except phonenumbers.NumberParseException:
        return not_one
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return not_one
    # `12345` may be an extension of somebody's office: without a plus or a leading zero, only what is
    # certainly a number of the region counts as one. A letter or two is no vanity number but an unknown word.
    letters = len(_LETTERS.findall(text.removeprefix("tel:")))
    international = text.removeprefix("tel:").lstrip("( ").startswith(("+", "＋", "0"))
    if not parsed.extension and 0 < letters < 3:
        return not_one
    if not international and not phonenumbers.is_valid_number(parsed):
        return not_one
    number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return ReadNumbers((number,), "the extension behind the number" if parsed.extension else None)

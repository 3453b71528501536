"""Reads telephone numbers from address books, in the formats that people and programs write.

Except for vanity numbers, only digits are passed to libphonenumber, because it reads words as keypad letters and
would return a wrong number.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from sipgate_tools.errors import InvalidInput
from sipgate_tools.phone_numbers import e164, plus_and_digits

_MAX_CHARS: Final = 1000
# A long number that a spreadsheet has rounded: its last digits are lost.
_ROUNDED: Final = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
# A number that a data frame has converted to a float without rounding.
_FLOAT: Final = re.compile(r"(\+?\d{6,})[.,]0+")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202d\u2060\u2066-\u2069\ufeff]")
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_BETWEEN: Final = re.compile(r"[;,\n]| (?:/|und|oder|and|or) ", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]")
_EXTENSION: Final = re.compile(
    r"(?P<number>.*?\d[\s).-]*+)"
    r"(?:;ext=|,{2,}|[pw]|[,;\s]*+(?:\#|(?:extension|extn?|xtn|x|apparat|app|nebenstelle|nst|klappe)[.:]?)\s*+)"
    r"\d{1,7}\#?",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_SLASH: Final = re.compile("[/／]")
_VANITY: Final = re.compile(
    r"(?P<prefix>(?=[^A-Za-z\d]*\d)[^A-Za-z]*+)(?P<letters>[A-Za-z]+(?:[ -][A-Za-z]+)*)"
)
_PUNCTUATION: Final = " \t\u00a0.,:;-–—/|*'\"<>_"


class ReadNumbers(NamedTuple):
    """The telephone numbers in a value, in E.164 format, and a description of the part that was not used, if any."""

    numbers: tuple[str, ...]
    problem: str | None = None


_NOT_ONE: Final = ReadNumbers((), "not a telephone number")


def check_region(region: str) -> str:
    """Return a region in upper case (`DE`) after checking that libphonenumber supports it.

    Raises:
        InvalidInput: libphonenumber does not support the region.
    """
    from phonenumbers import SUPPORTED_REGIONS  # slow to import, and only reading needs it

    if region.upper() not in SUPPORTED_REGIONS:
        raise InvalidInput(
            "Unknown default_region.",
            hint="Use a two-letter country code, such as DE, AT or CH.",
        )
    return region.upper()


def is_e164(text: str) -> bool:
    """Return whether a string has the E.164 format. Whether the number exists is not checked."""
    return _E164.fullmatch(text) is not None


def read_numbers(text: str, region: str, *, trust_e164: bool = False) -> ReadNumbers:
    """Return the telephone numbers in a value that was read from an address book.

    Numbers can be separated by `;`, `,`, ` / `, `and`, `or`, `und`, `oder` or a line end. If one of the parts is not a
    number, no number is returned. Words around a number, an extension, and alternative last digits (`/68`) are removed
    and reported as `problem`. Letters are read as digits only in vanity numbers, in which all characters after a
    service prefix are letters (`0800 REISE`).

    Args:
        text: The value: numbers in any national or international format, or a `tel:` URI.
        region: The region for numbers without a country code, as two capital letters (`DE`).
        trust_e164: Whether to accept a string in E.164 format without further checks.
    """
    if trust_e164 and is_e164(text):
        return ReadNumbers((text,))
    if len(text) > _MAX_CHARS:
        return _NOT_ONE
    whole = _read(text, region)
    if whole.numbers:
        return whole
    pieces = [piece for piece in _BETWEEN.split(_BLANKS.sub(" ", text)) if piece.strip()]
    found = [_read(piece, region) for piece in pieces]
    if len(pieces) < 2 or not all(each.numbers for each in found):
        return whole
    problem = next((each.problem for each in found if each.problem), None)
    return ReadNumbers(tuple(number for each in found for number in each.numbers), problem)


def _read(text: str, region: str) -> ReadNumbers:
    text = _INVISIBLE.sub("", text).strip()
    if _ROUNDED.fullmatch(text):
        return ReadNumbers((), "a number that a spreadsheet has rounded")
    if text[:4].lower() == "tel:":
        text = _of_uri(text[4:])
    if exact := _FLOAT.fullmatch(text):
        text = exact[1]
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if number := _number(text, region):
        return ReadNumbers((number,))
    if number := _vanity(text, region):
        return ReadNumbers((number,))
    problem = "the words next to the number"
    if extension := _EXTENSION.fullmatch(text):
        text, problem = extension["number"], "the extension after the number"
    body = _without_words(text)
    if body is not None and (other := _before_other_end(body)):
        body, problem = other, "the alternative last digits after the slash"
    number = None if body is None else _number(body, region)
    return ReadNumbers((number,), problem) if number else _NOT_ONE


def _before_other_end(text: str) -> str | None:
    """Return a number without alternative last digits (`030/1234567` for `030/1234567/68`), or `None`."""
    digits = [found.start() for found in _DIGIT.finditer(text)]
    end = len(digits)
    while end and (end == len(digits) or digits[end] - digits[end - 1] == 1):
        end -= 1
    if end < 6 or len(digits) - end > 2:
        return None
    slashes = [len(_SLASH.findall(text[before:behind])) for before, behind in pairwise(digits[: end + 1])]
    if not slashes[-1] or any(count > 1 for count in slashes[:-1]) or text[: digits[0]] not in {"", "+"}:
        return None
    slash = _SLASH.search(text, digits[end - 1])
    return None if slash is None else text[: slash.start()]


def _of_uri(text: str) -> str:
    """Return the number in the rest of a `tel:` URI (RFC 3966), after its context and before its extension."""
    number, *parameters = text.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.lower() == "phone-context" and value.startswith("+"):
            number = value + number
    extension = next((one for one in parameters if one.lower().startswith("ext=")), None)
    return number if extension is None else f"{number};{extension}"


def _without_words(text: str) -> str | None:
    """Return a number without the words before and after it, or `None` if letters could be mistyped digits.

    Words after the number must have at least three letters. Words before the number must have at least two letters, or
    a colon or a dot. A single `O` or `l` is often a mistyped digit.
    """
    digits = [index for index, one in enumerate(text) if one.isdecimal()]
    if not digits:
        return None
    first, last = digits[0], digits[-1]
    if _LETTER.search(text, first, last):
        return None
    before, behind = text[:first], text[last + 1 :]
    letters = _LETTER.findall(before)
    if letters and (_LETTER.fullmatch(before[-1]) or (len(letters) < 2 and not re.search(r"[.:]", before))):
        return None
    if 0 < len(_LETTER.findall(behind)) < 3:
        return None
    plus = re.search(r"[+＋][\s(]*\Z", before)
    return ("+" if plus else "") + text[first : last + 1]


def _number(text: str, region: str) -> str | None:
    """Return the number in a string of digits and separators in E.164 format, or `None`."""
    digits = text.strip(_PUNCTUATION)
    try:
        return e164(digits, "number")
    except InvalidInput:
        pass
    try:
        plus, national = plus_and_digits(digits, "number", "")
    except InvalidInput:
        return None
    if plus or not national or national.startswith("00"):
        return None
    return _national(national, region) if national.startswith("0") else _bare(national, region)


def _national(digits: str, region: str) -> str | None:
    """Return a national number in E.164 format, or `None` if it has too many or too few digits."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    try:
        parsed = phonenumbers.parse(digits, region)
        if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
            return None
        return e164(phonenumbers.format_number(parsed, PhoneNumberFormat.E164), "number")
    except (phonenumbers.NumberParseException, InvalidInput):
        return None


def _bare(digits: str, region: str) -> str | None:
    """Return a number that has lost its plus sign or leading zero in a spreadsheet, or `None` if it is ambiguous.

    For example, `12345` could be an internal extension.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType

    national, foreign = _valid(_national(digits, region)), _valid(_with_plus(digits))
    # If national numbers start with a zero, a number that starts with the country code is not a national one.
    if phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) != "0" or foreign is None:
        return national
    if digits.startswith(str(phonenumbers.country_code_for_region(region))):
        return foreign
    # It may be either one: only mobile numbers are recognizable as national numbers.
    mobile = national and phonenumbers.number_type(phonenumbers.parse(national)) == PhoneNumberType.MOBILE
    return national if mobile else None


def _with_plus(digits: str) -> str | None:
    try:
        return e164(f"+{digits}", "number")
    except InvalidInput:
        return None


def _valid(number: str | None) -> str | None:
    import phonenumbers

    return number if number and phonenumbers.is_valid_number(phonenumbers.parse(number)) else None


def _vanity(text: str, region: str) -> str | None:
    """Return a vanity number, which is a service number with letters (`0800 REISE`), or `None`."""
    import phonenumbers

    found = _VANITY.fullmatch(text)
    if found is None or _number(found["prefix"], region):
        return None
    letters = len(_LETTER.findall(found["letters"]))
    number = _number(phonenumbers.convert_alpha_characters_in_number(text), region)
    return number if number and letters >= 3 and _is_service(number, letters) else None


def _is_service(number: str, letters: int) -> bool:
    """Return whether a number is a service number, or has the prefix of one before its last `letters` digits."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    kinds = (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.UAN,
    )
    parsed = phonenumbers.parse(number)
    if phonenumbers.is_valid_number(parsed):
        return phonenumbers.number_type(parsed) in kinds
    # Old numbers such as 0800 REISE are too short for today's rules.
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    prefix = phonenumbers.national_significant_number(parsed)[:-letters]
    examples = (phonenumbers.example_number_for_type(region, kind) for kind in kinds)
    return len(prefix) > 2 and any(
        phonenumbers.national_significant_number(one).startswith(prefix) for one in examples if one
    )

"""Conversion of telephone numbers to E.164, with the rules for `values.phone_number`.

libphonenumber receives digits only. Its treatment of letters (as keypad digits), pauses, `;ext=` and second numbers is
useful for numbers in documents, but would turn an argument into a different number from the one that was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_E164: Final = re.compile(r"\+[1-9][0-9]{5,14}", re.ASCII)
# An allowlist: a character that is ignored here might mean a different number elsewhere.
_BLANKS: Final = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SEPARATOR: Final = rf"[{_BLANKS}()\uff08\uff09\[\]\uff3b\uff3d./\uff0e\uff0f\-\u2010-\u2015\u2212\uff0d]"
_ACCEPTED: Final = re.compile(rf"[{_BLANKS}(\uff08]*+([+\uff0b]?)((?:\d|{_SEPARATOR})*)")
# `+49 30 1234567/68` means two numbers with different last digits, not one of nine digits.
_ALTERNATIVE: Final = re.compile(r"(?:\d\D*+){5}\d[^\d/\uff0f]*+[/\uff0f]\D*+\d{1,2}\D*+\Z")
# Spaces, line ends, and the invisible marks that phones and browsers copy along with numbers.
_SURROUNDING: Final = (
    " \t\r\n\u00a0\u2007\u2009\u202f\u3000\u200b\u200e\u200f\u202a\u202c\u202d\u2066\u2068\u2069\ufeff"
)
_MAX_CHARACTERS: Final = 100
NUMBER_HINT: Final = "Include the plus sign and the country code, as in +4915799912345."


def e164(text: str, argument: str, *, plus_optional: bool = False) -> str:
    """Return a number as E.164.

    Args:
        text: The number; see `values.phone_number`.
        argument: The name of the number in errors.
        plus_optional: Whether to accept a number that begins with the country code without `+` or `00`.

    Raises:
        InvalidInput: `text` is not a telephone number in international form.
    """
    import phonenumbers  # takes 0.1 s to import, and reading never needs it
    from phonenumbers import PhoneNumberFormat, ValidationResult

    plus, digits = plus_and_digits(text, argument, NUMBER_HINT)
    if not plus and digits.startswith("00"):
        digits = digits[2:]
    elif not plus and (not plus_optional or digits.startswith("0")):
        raise InvalidInput(
            f"The {argument} has no country code.", hint=NUMBER_HINT, code="phone_number.no_country_code"
        )
    try:
        parsed = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException as error:
        raise InvalidInput(
            f"The {argument} cannot be parsed as a telephone number.",
            hint=NUMBER_HINT,
            code="phone_number.invalid",
        ) from error
    number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    length = phonenumbers.is_possible_number_with_reason(parsed)
    # libphonenumber calls a number without area code local, such as 112; a few of them are valid as they are.
    local = length == ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    if length == ValidationResult.TOO_SHORT or (local and not phonenumbers.is_valid_number(parsed)):
        reason = "is too short for its country: emergency and other short numbers are never contacted"
        raise InvalidInput(f"The {argument} {reason}.", hint=NUMBER_HINT, code="phone_number.too_short")
    if not (local or length == ValidationResult.IS_POSSIBLE) or not _E164.fullmatch(number):
        raise InvalidInput(
            f"The {argument} has more or fewer digits than its country allows.",
            hint=NUMBER_HINT,
            code="phone_number.invalid",
        )
    # A prefix that is dialed inside the country only (+49 00 151, +49 0800): without it, the number is different.
    changes = number != f"+{digits}" and e164(number, argument) != number
    if changes or (parsed.italian_leading_zero and _has_national_prefix_zero(parsed)):
        raise InvalidInput(
            f"The {argument} has a national prefix after its country code and is therefore ambiguous.",
            hint=f"Leave out the prefix, such as a zero. {NUMBER_HINT}",
            code="phone_number.ambiguous",
        )
    return number


def _has_national_prefix_zero(parsed: PhoneNumber) -> bool:
    import phonenumbers  # see `e164`

    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return phonenumbers.ndd_prefix_for_region(region, True) == "0" and not phonenumbers.is_valid_number(
        parsed
    )


def plus_and_digits(text: str, argument: str, hint: str) -> tuple[bool, str]:
    """Return whether a number begins with a plus sign, and its digits as an ASCII string, which may be empty.

    Raises:
        InvalidInput: `text` is too long, contains characters that do not belong in telephone numbers, mixes digits of
            several writing systems, or contains more than one number.
    """
    if len(text) > _MAX_CHARACTERS:
        raise InvalidInput(
            f"The {argument} is too long for a telephone number.", hint=hint, code="phone_number.invalid"
        )
    written = text.strip(_SURROUNDING)
    if written[:4].lower() == "tel:":
        written = written[4:]
    found = _ACCEPTED.fullmatch(written)
    if found is None:
        letters = any(one.isalpha() for one in written)
        reason = "letters" if letters else "characters that telephone numbers do not have"
        raise InvalidInput(
            f"The {argument} is not a telephone number: it contains {reason}.",
            hint=hint,
            code="phone_number.invalid",
        )
    if _ALTERNATIVE.search(written):
        raise InvalidInput(
            f"The {argument} ends with a slash and alternative digits.",
            hint="Use one number only.",
            code="phone_number.ambiguous",
        )
    digits = [one for one in found[2] if one.isdecimal()]
    zeros = {ord(one) - int(one) for one in digits}
    if len(zeros) > 1:
        raise InvalidInput(
            f"The {argument} mixes digits of several writing systems.", hint=hint, code="phone_number.invalid"
        )
    return bool(found[1]), "".join(str(int(one)) for one in digits)

"""The people in the seeded accounts. All numbers are from the ranges that Germany reserves for fiction."""

from __future__ import annotations

from typing import Final, NamedTuple


class SeedPerson(NamedTuple):
    """A person outside the account."""

    given: str
    family: str
    number: str
    email: str = ""
    company: str = ""

    @property
    def name(self) -> str:
        """The given name and the family name."""
        return f"{self.given} {self.family}".strip()


MERLE: Final = SeedPerson("Merle", "Ahrens", "+491729925904", "merle.ahrens@example.com")
JANNIS: Final = SeedPerson("Jannis", "Okonkwo", "+493023125014", "j.okonkwo@example.org", "Okonkwo Metallbau")
SVETLANA: Final = SeedPerson("Svetlana", "Weiß", "+498999998087", "s.weiss@example.net", "Weiß & Töchter")
DELIVERY: Final = SeedPerson("Kurier", "Nord", "+494066969112", "dispo@example.org", "Kurier Nord")
PRACTICE: Final = SeedPerson("Praxis Dr.", "Böhm", "+496990009231", "praxis@example.net", "Praxis Dr. Böhm")
STRANGER: Final = SeedPerson("", "", "+4922147110345")

OUTSIDERS: Final = (MERLE, JANNIS, SVETLANA, DELIVERY, PRACTICE)

ALEX_NUMBER: Final = "+493023125100"
BERTA_NUMBER: Final = "+493023125101"
CARL_NUMBER: Final = "+493023125102"
SALES_NUMBER: Final = "+493023125110"
NUMBER_BLOCK: Final = "+49302312520"
"""The prefix that a block of ten numbers has in common."""
FAX_NUMBER: Final = "+493023125190"
ALEX_MOBILE: Final = "+4915228817386"
SMS_SECOND_SENDER: Final = "+491729973185"

"""The people of the seeded accounts. All numbers are from the ranges that Germany reserves for fiction."""

from __future__ import annotations

from typing import NamedTuple


class SeedPerson(NamedTuple):
    """A person outside the account."""

    given: str
    family: str
    number: str
    email: str = ""
    company: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}".strip()


MERLE = SeedPerson("Merle", "Ahrens", "+491729925904", "merle.ahrens@example.com")
JANNIS = SeedPerson("Jannis", "Okonkwo", "+493023125014", "j.okonkwo@example.org", "Okonkwo Metallbau")
SVETLANA = SeedPerson("Svetlana", "Weiß", "+498999998087", "s.weiss@example.net", "Weiß & Töchter")
DELIVERY = SeedPerson("Kurier", "Nord", "+494066969112", "dispo@example.org", "Kurier Nord")
PRACTICE = SeedPerson("Praxis Dr.", "Böhm", "+496990009231", "praxis@example.net", "Praxis Dr. Böhm")
STRANGER = SeedPerson("", "", "+4922147110345")

OUTSIDERS = (MERLE, JANNIS, SVETLANA, DELIVERY, PRACTICE)

ALEX_NUMBER = "+493023125100"
BERTA_NUMBER = "+493023125101"
CARL_NUMBER = "+493023125102"
SALES_NUMBER = "+493023125110"
NUMBER_BLOCK = "+49302312520"
"""The common prefix of a block of ten numbers."""
FAX_NUMBER = "+493023125190"
ALEX_MOBILE = "+4915228817386"
SMS_SECOND_SENDER = "+491729973185"

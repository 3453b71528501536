"""Recognition of forms of address and academic titles before a name (`Frau`, `Dr.`), as opposed to job titles."""

from __future__ import annotations

import re
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SALUTATIONS: Final = _set("herr herrn frau mr mrs ms miss mx firma fräulein sir madam monsieur")
_TITLES: Final = _set(
    "dr doktor prof professor professorin pd priv doz privatdozent dipl diplom ing inform kfm kffr volksw betriebsw"
    " med dent vet jur iur phil rer nat oec pol soc theol hc h c habil mult univ fh ddr mag magister lic bsc msc ba"
    " ma mba phd drs ir dame lady lord hon rev reverend revd fr father sister brother br pfarrer rabbi imam"
    " capt captain col colonel gen general lt lieutenant maj major sgt sergeant adm admiral cmdr"
    " sr sra srta don doña dom m mme mlle messrs esq sra dott dottssa sig sigra ing avv arch graf gräfin freiherr"
    " baron baronin prinz prinzessin fürst"
)
_BETWEEN: Final = re.compile(r"[\s.,/()&-]")


def is_salutation(text: str) -> bool:
    """Return whether a string contains only forms of address, which are not part of a name (`Herr`, `Ms.`)."""
    words = _words(text)
    return bool(words) and all(word in _SALUTATIONS for word in words)


def is_honorific(text: str) -> bool:
    """Return whether a string contains only forms of address or titles that precede names (`Frau Dr.`, `Prof.`)."""
    words = _words(text)
    return bool(words) and all(word in _SALUTATIONS or word in _TITLES for word in words)


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text.casefold()) if word]

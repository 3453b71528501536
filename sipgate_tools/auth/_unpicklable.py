"""Objects that hold a secret and never become bytes by accident."""

from __future__ import annotations

from typing import Any, NoReturn, Self


class Unpicklable:
    """Refuses to be pickled: pickles end up in caches, task queues and crash reports. Copies are the object itself."""

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is not pickled, because it holds a secret. Make it anew in the other process: from "
            "the environment, a credential store or your own secret storage."
        )

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

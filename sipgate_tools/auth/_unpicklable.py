"""Base class for objects that hold a secret and must not be serialized."""

from __future__ import annotations

from typing import Any, NoReturn, Self


class Unpicklable:
    """Prevents pickling, because pickles end up in caches, task queues and crash reports.

    Copying returns the same object.
    """

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} cannot be pickled, because it holds a secret. Create it in the other process, from "
            "the environment, a credential store or your own secret storage."
        )

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

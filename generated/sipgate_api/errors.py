"""The one error this package raises by itself."""


class UnexpectedStatus(Exception):
    """An answer was not a 2xx, and the client was made with ``raise_on_unexpected_status=True``."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(f"Unexpected status code: {status_code}")


__all__ = ["UnexpectedStatus"]

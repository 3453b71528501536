"""The only error that this package defines."""


class UnexpectedStatus(Exception):
    """The status of a response was not a 2xx, and the client has ``raise_on_unexpected_status=True``."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(f"Unexpected status code: {status_code}")


__all__ = ["UnexpectedStatus"]

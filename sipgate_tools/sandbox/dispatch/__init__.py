"""From a request to the handler of its operation: routing, credentials, permissions, validation, errors."""

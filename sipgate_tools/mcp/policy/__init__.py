"""The policy: which requests of an assistant may leave. README.md in this folder lists the checks in their order."""

"""Shared parts of the commands: options, clients, output, confirmation, times, errors and exit codes."""

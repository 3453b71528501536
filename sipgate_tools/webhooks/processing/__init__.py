"""What happens to a verified delivery: handlers, follow-ups, and the lifecycle of an app."""

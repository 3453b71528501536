"""Processing of verified deliveries: handlers, follow-ups, and the lifecycle of an app."""

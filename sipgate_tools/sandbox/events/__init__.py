"""Events in an account over time: scheduled steps, messages, history entries and media files."""

"""Events of an account over time: scheduled steps, messages, history entries, media files."""

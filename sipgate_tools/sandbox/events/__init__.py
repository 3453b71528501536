"""What happens in the account over time: scheduled steps, messages, history entries, files."""

"""Resources of the server, their subscriptions, and completion of arguments."""

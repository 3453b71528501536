"""The only way to the network: the connection, its transports, and the tokens of a login."""

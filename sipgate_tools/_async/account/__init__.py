"""The account, its users and its webhook settings."""

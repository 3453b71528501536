"""SMS and fax."""

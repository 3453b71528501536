"""Outgoing webhooks: payloads, delivery, signatures, and the XML in responses."""

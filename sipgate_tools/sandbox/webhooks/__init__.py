"""Outgoing webhooks: payloads, delivery, signatures, and the XML of the responses."""

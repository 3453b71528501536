"""Builds ``openapi/sipgate.json`` and the generated client from the published interface and our corrections.

The way of the document: ``upstream.json`` (as published, normalised) -> ``corrections/*.json`` (data, each with
a reason and how often it applies) -> ``additions.json`` -> ``policy/`` -> ``texts/`` -> ``sipgate.json`` -> the
generator. ``openapi/README.md`` says what a maintainer has to know.
"""

"""Builds ``openapi/sipgate.json`` and the generated client from what is published and our corrections.

The way of the document: ``upstream.json`` (as published, normalised), ``corrections/*.json`` (data, each with a
reason and how often it applies), ``additions.json``, ``policy/``, ``texts/``, and there is ``sipgate.json``, which
the generator reads. ``openapi/README.md`` says what a maintainer has to know.
"""

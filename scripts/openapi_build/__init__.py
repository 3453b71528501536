"""Builds `openapi/sipgate.json` and the generated client from the published document and our corrections.

The input is `upstream.json` (the published document, normalised). `corrections/*.json` (each with a reason and the
number of places that it changes), `additions.json`, `policy/` and `texts/` are applied to it in this order. The result
is `sipgate.json`, which the generator reads. `openapi/README.md` has the maintainer's guide.
"""

"""Builds `openapi/sipgate.json` and the generated client from the published document and our corrections.

The input is `upstream.json` (the published document, normalized). `corrections/` is applied to it: the corrections
(each with a reason and the number of places that it changes), the additions, then our data on operations, parameters
and fields. The result is `sipgate.json`, which the generator reads. `openapi/README.md` has the
maintainer's guide.
"""

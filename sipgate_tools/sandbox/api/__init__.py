"""Handlers for all operations, grouped by subject. Most files contain the operations of one tag of the spec.

Small tags share a file (`settings.py`, `app.py`, `v3_account.py`), and a few tags are split over two files. To find a
handler, search for its operationId: `@operation("...")`.
"""

"""The report on a new document: its changes, their impact on users, and the code and data that they affect.

`flatten` turns a document into comparable facts, `compare` finds the differences of two documents, `classify` rates
their impact, `impact` finds the handwritten code and data that they affect, `report` collects the results, `writing`
renders them as text, Markdown or JSON, and `changelog` drafts the changelog entry.
"""

"""What a new interface means: compared, judged, traced to the rooms it touches, and told.

``facts`` says what a document states, ``compare`` what two of them state differently, ``judge`` what that means for
whom, ``rooms`` which handwritten code and data speak of it, ``report`` puts it together, ``writing`` tells it as
text, Markdown or JSON, ``changelog`` drafts the entry.
"""

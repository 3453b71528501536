"""What each operation does, one file per area of the document."""

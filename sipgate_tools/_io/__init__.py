"""Files and URLs that others name: one place each for the checks that reading, writing and fetching them take."""

"""Files, URLs and HTTP servers: one place each for what several rooms share; it knows nothing of sipgate."""

"""The HTTP interface of the web console, also used by the command line and other programs: see README.md here."""

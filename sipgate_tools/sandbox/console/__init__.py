"""The HTTP interface of the web console, the command line and other programs. See README.md in this folder."""

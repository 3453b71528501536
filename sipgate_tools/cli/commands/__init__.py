"""One module per command of `sipgate-tools`, each imported when the command is used."""

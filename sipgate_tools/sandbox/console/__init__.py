"""What the web console, the command line and programs in other languages do beside the API: see README.md here."""

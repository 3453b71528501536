"""What to do when packages of the extra `sandbox` are not installed."""

NEEDED = (
    "The sandbox needs packages that are not installed. Install them: pip install 'sipgate-tools[sandbox]'"
)

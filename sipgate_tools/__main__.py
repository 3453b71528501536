"""Run the command line as `python -m sipgate_tools`, for systems where the script is not on the `PATH`."""

from sipgate_tools.cli import main

if __name__ == "__main__":
    main()

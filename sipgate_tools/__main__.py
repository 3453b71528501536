"""`python -m sipgate_tools`: the command line, where its folder is not on the search path for programs."""

from sipgate_tools.cli import main

if __name__ == "__main__":
    main()

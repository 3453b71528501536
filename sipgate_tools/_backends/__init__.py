"""What the async client and its sync twin do differently when they wait: the same names, two modules."""

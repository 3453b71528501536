"""Operations of the API for models: search, and schemas of their arguments."""

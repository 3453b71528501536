"""What several facades share: paging, bulk requests, locks, and what is cached for an account."""

"""The client and its resources. `scripts/make_sync.py` generates `_sync` from this package: edit only this one."""

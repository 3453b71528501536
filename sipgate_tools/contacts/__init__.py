"""Request bodies, imports and exports of contacts, without I/O."""

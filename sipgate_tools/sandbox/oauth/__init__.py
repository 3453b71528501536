"""sipgate's login, which is a Keycloak: pages and endpoints."""

"""The OAuth login in the manner of Keycloak: pages and endpoints."""

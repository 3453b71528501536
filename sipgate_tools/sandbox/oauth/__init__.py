"""The OAuth login, with pages and endpoints like Keycloak's."""

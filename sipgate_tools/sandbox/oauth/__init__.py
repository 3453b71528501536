"""The OAuth server, with pages and endpoints like those of Keycloak, which sipgate uses."""

"""The bundled server: hub, routing, archive, accounts and pages."""

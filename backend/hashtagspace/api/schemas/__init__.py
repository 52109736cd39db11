"""Shapes of the HTTP API: what comes in is parsed here, what goes out is described here."""

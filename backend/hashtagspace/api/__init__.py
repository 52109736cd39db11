"""The gateway: a Flask application without authority."""

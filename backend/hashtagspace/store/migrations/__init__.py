"""Migrations of the projection database."""

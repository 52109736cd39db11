"""The data market: vault schemas, delivery cryptography and campaign reports."""

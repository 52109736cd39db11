"""Signed intents in, anchored batches out, through a durable outbox."""

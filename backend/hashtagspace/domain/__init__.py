"""Pure types and rules: intents, content, batches, hashtags, Merkle proofs."""

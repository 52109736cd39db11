"""What an inclusion of an intent is: a publication, or a record of a batch at an anchor that announces it."""

from typing import Final

# Columns of scratch_inclusions, in order.
PUBLISHED: Final = """
p.intent_id, p.profile, p.kind, p.subject, p.content, p.created_at_ms, p.target, p.sender AS signer,
  p.fault AS form_fault, p.block_number, p.log_index, 0 AS position,
  CASE WHEN p.is_inline THEN 'inline' ELSE 'publish' END AS route, p.block_time
"""
BATCHED: Final = """
r.intent_id, r.profile, r.kind, r.subject, r.content, r.created_at_ms, r.target, r.signer,
  r.fault AS form_fault, a.block_number, a.log_index, r.position, 'batch' AS route, a.block_time
"""
SAME_BATCH: Final = """
b.fault IS NULL AND a.batch_digest = b.digest AND a.root = b.root AND a.record_count = b.record_count
"""

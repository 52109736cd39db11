import { sha256 } from '@noble/hashes/sha2'
import { buildRoot } from './buildRoot.ts'
import type { IntentId } from './brands.ts'
import { decodeRecord } from './decodeRecord.ts'
import { DomainError } from './domainError.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import type { Intent, IntentDomain } from './intent.ts'
import { isWellFormedSignature } from './isWellFormedSignature.ts'
import { judgeForm } from './judgeForm.ts'
import { recordId } from './recordId.ts'

const entryBytes = 146
const maxCount = 7000

/** One place of a verified batch; `intent` is null iff `refusal` says why it is skipped. */
export interface BatchRecord {
  intentId: IntentId
  record: Uint8Array
  signature: Uint8Array
  intent: Intent | null
  refusal: DomainError | null
}

function judgeRecord(record: Uint8Array, signature: Uint8Array): Pick<BatchRecord, 'intent' | 'refusal'> {
  if (!isWellFormedSignature(signature)) {
    const sentence = 'The signature is not low-s r, s, v with v 27 or 28.'
    return { intent: null, refusal: new DomainError('signature.malformed', sentence) }
  }
  try {
    const intent = decodeRecord(record)
    const refusal = judgeForm(intent)
    return { intent: refusal ? null : intent, refusal }
  } catch (error) {
    if (error instanceof DomainError) return { intent: null, refusal: error }
    throw error
  }
}

/**
 * The records in batch order, each judged by form alone.
 * Raises `batch.count`, `batch.digest`, `batch.length`, `batch.root` or `merkle.duplicate`: void as a whole.
 */
export function verifyBatch(
  data: Uint8Array,
  anchor: { batchDigest: Hex; count: number; root: Hex },
  domain: IntentDomain,
): BatchRecord[] {
  const { batchDigest, count, root } = anchor
  if (count < 1 || count > maxCount) {
    throw new DomainError('batch.count', `A batch holds 1 to ${maxCount} intents, not ${count}.`)
  }
  if (hexOfBytes(sha256(data)) !== batchDigest) {
    throw new DomainError('batch.digest', 'The bytes are not the ones that were anchored.')
  }
  if (data.length !== entryBytes * count) {
    throw new DomainError('batch.length', `The anchor announces ${count} intents; the length is another.`)
  }
  const records = Array.from({ length: count }, (_, index) => {
    const entry = data.subarray(index * entryBytes, (index + 1) * entryBytes)
    const [record, signature] = [entry.subarray(0, 81), entry.subarray(81)]
    return { intentId: recordId(record, domain), record, signature }
  })
  if (buildRoot(records.map((record) => record.intentId)) !== root) {
    throw new DomainError('batch.root', 'The intents of the batch do not give the anchored root.')
  }
  return records.map((record) => ({ ...record, ...judgeRecord(record.record, record.signature) }))
}

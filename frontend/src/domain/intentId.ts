import type { IntentId } from './brands.ts'
import { encodeRecord } from './encodeRecord.ts'
import type { Intent, IntentDomain } from './intent.ts'
import { recordId } from './recordId.ts'

/** The EIP-712 digest that is signed; also the post id and the Merkle leaf. */
export function intentId(intent: Intent, domain: IntentDomain): IntentId {
  return recordId(encodeRecord(intent), domain)
}

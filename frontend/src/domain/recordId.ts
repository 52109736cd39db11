import type { IntentId } from './brands.ts'
import { domainSeparator, encodeType, typedDigest } from './eip712.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import type { IntentDomain } from './intent.ts'
import { joinBytes } from './joinBytes.ts'
import { keccak256 } from './keccak256.ts'
import { forms } from './typedData.ts'
import { utf8 } from './utf8.ts'

const typeHash = keccak256(utf8(encodeType('Intent', forms.Intent)))
const pad24 = new Uint8Array(24)
const pad31 = new Uint8Array(31)

/** The intent id of an 81-byte record, whatever its fields hold; `PostRegistry.intentId` gives the same. */
export function recordId(record: Uint8Array, domain: IntentDomain): IntentId {
  const separator = domainSeparator({ chainId: domain.chainId, contract: domain.postRegistry })
  const words = [pad24, record.subarray(0, 8), pad31, record.subarray(8, 73), pad24, record.subarray(73)]
  const digest = typedDigest(separator, keccak256(joinBytes(typeHash, ...words)))
  return hexOfBytes(digest) as IntentId // Safety: made by the definition of an intent id.
}

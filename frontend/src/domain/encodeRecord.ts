import { bytesOfHex } from './bytesOfHex.ts'
import { bytesOfUint } from './bytesOfUint.ts'
import type { Intent } from './intent.ts'
import { joinBytes } from './joinBytes.ts'

/** The 81 bytes profile ‖ kind ‖ subject ‖ content ‖ createdAt; raises `intent.range` or `hex.malformed`. */
export function encodeRecord(intent: Intent): Uint8Array {
  return joinBytes(
    bytesOfUint(intent.profile, 8),
    bytesOfUint(BigInt(intent.kind), 1),
    bytesOfHex(intent.subject, 32),
    bytesOfHex(intent.content, 32),
    bytesOfUint(intent.createdAt, 8),
  )
}

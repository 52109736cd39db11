import { bytesOfHex } from './bytesOfHex.ts'
import { decodeRecord } from './decodeRecord.ts'
import { DomainError } from './domainError.ts'
import type { Hex } from './hex.ts'
import type { Intent } from './intent.ts'
import { joinBytes } from './joinBytes.ts'

/** The intent of a `Published` event; raises `intent.head` on padding, `intent.kind`. */
export function decodeHead(head: Hex, subject: Hex, content: Hex): Intent {
  const bytes = bytesOfHex(head, 32)
  if (bytes.subarray(17).some((byte) => byte !== 0)) {
    throw new DomainError(
      'intent.head',
      'The head word is profile, kind, createdAt and 15 zero bytes; this one is not.',
    )
  }
  return decodeRecord(
    joinBytes(bytes.subarray(0, 9), bytesOfHex(subject, 32), bytesOfHex(content, 32), bytes.subarray(9, 17)),
  )
}

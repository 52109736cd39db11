import { DomainError } from './domainError.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import type { Intent } from './intent.ts'
import { isKind } from './kind.ts'
import { uintOfBytes } from './uintOfBytes.ts'

/** The intent in 81 bytes; raises `intent.length` or `intent.kind`. */
export function decodeRecord(record: Uint8Array): Intent {
  if (record.length !== 81) {
    throw new DomainError('intent.length', `An intent record has 81 bytes, this one has ${record.length}.`)
  }
  const kind = record[8] ?? 0
  if (!isKind(kind)) {
    throw new DomainError('intent.kind', `Kind ${kind} is not known here: kinds are 1 to 14.`)
  }
  return {
    profile: uintOfBytes(record.subarray(0, 8)),
    kind,
    subject: hexOfBytes(record.subarray(9, 41)),
    content: hexOfBytes(record.subarray(41, 73)),
    createdAt: uintOfBytes(record.subarray(73)),
  }
}

import type { Hex } from './hex.ts'
import type { Kind } from './kind.ts'

/** One statement of a profile; `subject` and `content` are 32 bytes, `createdAt` Unix milliseconds, uint64. */
export interface Intent {
  profile: bigint
  kind: Kind
  subject: Hex
  content: Hex
  createdAt: bigint
}

/** The chain and PostRegistry that an intent is for. */
export interface IntentDomain {
  chainId: bigint | number
  postRegistry: Hex
}

export const zeroWord: Hex = `0x${'00'.repeat(32)}`

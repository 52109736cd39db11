import type { Digest } from './brands.ts'
import { parseCid } from './parseCid.ts'

/** The sha2-256 inside a CID of either codec; raises as `parseCid`. */
export function digestOfCid(text: string): Digest {
  return parseCid(text).digest
}

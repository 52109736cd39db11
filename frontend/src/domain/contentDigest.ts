import { sha256 } from '@noble/hashes/sha2'
import type { Digest } from './brands.ts'
import { hexOfBytes } from './hexOfBytes.ts'

/** The sha2-256 of the carried bytes. */
export function contentDigest(data: Uint8Array): Digest {
  return hexOfBytes(sha256(data)) as Digest // Safety: made by the definition of a digest.
}

import { DomainError } from '../domain/domainError.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { wipe } from './wipe.ts'

/**
 * keccak-CTR: `data` with word t masked by Keccak-256 of key and t; masking twice gives it back.
 * Raises `market.words` unless whole words. `firstWord`, under 2^32, is the number of the first in its record.
 */
export function mask(data: Uint8Array, key: Uint8Array, firstWord = 0): Uint8Array {
  if (data.length % 32 !== 0 || key.length !== 32) {
    throw new DomainError('market.words', 'Masked bytes come in words of 32 under a key of 32.')
  }
  const masked = data.slice()
  const seed = new Uint8Array(64)
  const counter = new DataView(seed.buffer)
  seed.set(key)
  for (let at = 0; at < data.length; at += 32) {
    counter.setUint32(60, firstWord + at / 32)
    const pad = keccak256(seed)
    for (let offset = 0; offset < 32; offset++) {
      masked[at + offset] = (data[at + offset] ?? 0) ^ (pad[offset] ?? 0)
    }
    wipe(pad)
  }
  wipe(seed)
  return masked
}

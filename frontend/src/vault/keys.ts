import { hkdf } from '@noble/hashes/hkdf'
import { sha256 } from '@noble/hashes/sha2'
import { utf8 } from '../domain/utf8.ts'

/** 32 random bytes; `wipe` them after use. */
export function createVaultKey(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32))
}

/** What everybody may know of a vault key, and what tells whether an unwrapped key is the right one. */
export function commitmentOf(vaultKey: Uint8Array): Uint8Array {
  return derive(vaultKey, 'commitment/v1')
}

/** The key of the key file. */
export function fileKey(vaultKey: Uint8Array): Uint8Array {
  return derive(vaultKey, 'keys/v1')
}

/** The key of a manifest's seal. */
export function sealKey(vaultKey: Uint8Array): Uint8Array {
  return derive(vaultKey, 'manifest/v1')
}

/** A business's long-lived market key: z and the envelope key of each of its offers come from it. */
export function businessMarketKey(vaultKey: Uint8Array): Uint8Array {
  return derive(vaultKey, 'market/v1')
}

/** One key for each purpose, none of which tells of another. */
function derive(vaultKey: Uint8Array, purpose: string): Uint8Array {
  if (vaultKey.length !== 32) throw new RangeError('a vault key has 32 bytes')
  return hkdf(sha256, vaultKey, undefined, utf8(`hashtagspace/vault/${purpose}`), 32)
}

import { expand, extract } from '@noble/hashes/hkdf'
import { sha256 } from '@noble/hashes/sha2'
import { joinBytes } from '../domain/joinBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { openAes, sealAes } from './aesGcm.ts'
import { wipe } from './derivation.ts'
import { decapsulate, encapsulate, sentBytes } from './xWing.ts'

/** X-Wing (0x647a), HKDF-SHA256 (1), AES-256-GCM (2). */
const ourSuite = joinBytes(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 2))
const nothing = new Uint8Array()

/** Encapsulated key ‖ ciphertext for the holder of a key. Throws for a malformed key; only vectors give `eseed`. */
export async function sealHpke(
  publicKey: Uint8Array,
  info: Uint8Array,
  plain: Uint8Array,
  eseed?: Uint8Array,
): Promise<Uint8Array> {
  const { shared, sent } = encapsulate(publicKey, eseed)
  const { key, nonce } = keySchedule(shared, info)
  const ciphertext = await sealAes(key, nonce, plain)
  wipe(shared, key)
  return joinBytes(sent, ciphertext)
}

/** The plaintext, or null when it was sealed to another key or info, or was changed. */
export async function openHpke(
  blob: Uint8Array,
  seed: Uint8Array,
  info: Uint8Array,
): Promise<Uint8Array | null> {
  const shared = findShared(blob.subarray(0, sentBytes), seed)
  if (!shared) return null
  const { key, nonce } = keySchedule(shared, info)
  const plain = await openAes(key, nonce, blob.subarray(sentBytes))
  wipe(shared, key)
  return plain
}

/** Key and base nonce of a single message in base mode. Source: RFC 9180, section 5.1. */
export function keySchedule(
  shared: Uint8Array,
  info: Uint8Array,
  suite = ourSuite,
): { key: Uint8Array; nonce: Uint8Array } {
  const labeled = (salt: Uint8Array, label: string, bytes: Uint8Array) =>
    extract(sha256, joinBytes(utf8('HPKE-v1'), suite, utf8(label), bytes), salt)
  const context = joinBytes(
    Uint8Array.of(0),
    labeled(nothing, 'psk_id_hash', nothing),
    labeled(nothing, 'info_hash', info),
  )
  const secret = labeled(shared, 'secret', nothing)
  const derived = (label: string, length: number) =>
    expand(
      sha256,
      secret,
      joinBytes(Uint8Array.of(0, length), utf8('HPKE-v1'), suite, utf8(label), context),
      length,
    )
  return { key: derived('key', 32), nonce: derived('base_nonce', 12) }
}

function findShared(sent: Uint8Array, seed: Uint8Array): Uint8Array | null {
  try {
    return decapsulate(sent, seed)
  } catch {
    return null // A low point of the curve: no secret is shared by it.
  }
}

import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex } from '@noble/hashes/utils'
import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import { addValue, deleteValue, listValues, readValue, writeValue } from '../state/database.ts'

interface KeptKey {
  address: Hex
  profileId: string
  iv: Uint8Array<ArrayBuffer>
  ciphertext: ArrayBuffer
}
const wrappingName = 'aes-gcm'

/** A fresh session key is kept, wrapped; its address is returned. The plain key is nowhere after this. */
export async function createSessionKey(scope: string, profileId: string): Promise<Hex> {
  const secret = secp256k1.utils.randomPrivateKey()
  const address = addressOf(secret)
  const wrapping = await wrappingKey(scope)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrapping, new Uint8Array(secret))
  secret.fill(0)
  await writeValue(scope, 'keys', address, { address, profileId, iv, ciphertext } satisfies KeptKey)
  return address
}

/** 65 bytes r ‖ s ‖ v (27 or 28, low s) over a digest. Raises `session.no_key`, `session.lost`. */
export async function signWithSessionKey(
  scope: string,
  address: Hex,
  digest: Uint8Array,
): Promise<Uint8Array> {
  const secret = await unwrap(scope, address)
  const signature = secp256k1.sign(digest, secret, { lowS: true, prehash: false })
  secret.fill(0)
  const bytes = new Uint8Array(65)
  bytes.set(signature.toCompactRawBytes())
  bytes[64] = 27 + signature.recovery
  return bytes
}

export async function hasSessionKey(scope: string, address: Hex): Promise<boolean> {
  return (await readValue<KeptKey>(scope, 'keys', address)) !== undefined
}

export async function listSessionAddresses(scope: string): Promise<{ address: Hex; profileId: string }[]> {
  return (await listValues<KeptKey>(scope, 'keys')).map(({ address, profileId }) => ({ address, profileId }))
}

/** The key is gone from this browser; what the chain allows it is another matter (revoke). */
export async function forgetSessionKey(scope: string, address: Hex): Promise<void> {
  await deleteValue(scope, 'keys', address)
}

/** The plain key in hex, for a backup the person asked for. */
export async function exportSessionKey(scope: string, address: Hex): Promise<Hex> {
  const secret = await unwrap(scope, address)
  return `0x${bytesToHex(secret)}`
}

export function addressOf(secret: Uint8Array): Hex {
  const point = secp256k1.getPublicKey(secret, false)
  return `0x${bytesToHex(keccak_256(point.slice(1)).slice(12))}`
}

/** The address whose key made this signature, or null if it is malformed. */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | null {
  const v = signature[64]
  if (signature.length !== 65 || (v !== 27 && v !== 28)) return null
  try {
    const parsed = secp256k1.Signature.fromCompact(signature.slice(0, 64)).addRecoveryBit(v - 27)
    if (parsed.hasHighS()) return null
    const point = parsed.recoverPublicKey(digest).toRawBytes(false)
    return `0x${bytesToHex(keccak_256(point.slice(1)).slice(12))}`
  } catch {
    return null
  }
}

async function unwrap(scope: string, address: Hex): Promise<Uint8Array> {
  const kept = await readValue<KeptKey>(scope, 'keys', address)
  if (!kept) throw new Failure('session.no_key', address)
  try {
    const wrapping = await wrappingKey(scope)
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, wrapping, kept.ciphertext)
    return new Uint8Array(plain)
  } catch {
    throw new Failure('session.lost', address)
  }
}

/** One AES key per network, made once; the browser can use it and nobody can read it. */
async function wrappingKey(scope: string): Promise<CryptoKey> {
  if (!globalThis.crypto?.subtle)
    throw new Failure('page.old_browser', 'no WebCrypto here (is the page served over https?)')
  const kept = await readValue<CryptoKey>(scope, 'wrapping', wrappingName)
  if (kept) return kept
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return addValue(scope, 'wrapping', wrappingName, key)
}

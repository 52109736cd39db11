import { getPublicKey, Point, recoverPublicKey, signAsync, utils } from '@noble/secp256k1'
import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { isWellFormedSignature } from '../domain/isWellFormedSignature.ts'
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
  const secret = utils.randomSecretKey()
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
  try {
    return await signDigest(digest, secret)
  } finally {
    secret.fill(0)
  }
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
  return hexOfBytes(secret)
}

export function addressOf(secret: Uint8Array): Hex {
  return addressOfPoint(getPublicKey(secret, false))
}

/** 65 bytes r ‖ s ‖ v (27 or 28, low s): the one spelling of a signature that counts here. */
export async function signDigest(digest: Uint8Array, secret: Uint8Array): Promise<Uint8Array> {
  const recovered = await signAsync(digest, secret, { lowS: true, prehash: false, format: 'recovered' })
  return Uint8Array.of(...recovered.subarray(1), 27 + (recovered[0] ?? 0))
}

/** The address whose key made this signature, or null if it is malformed. */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | null {
  if (!isWellFormedSignature(signature)) return null
  try {
    const recovered = Uint8Array.of((signature[64] ?? 0) - 27, ...signature.subarray(0, 64))
    const compressed = recoverPublicKey(recovered, digest, { prehash: false })
    return addressOfPoint(Point.fromBytes(compressed).toBytes(false))
  } catch {
    return null
  }
}

function addressOfPoint(uncompressed: Uint8Array): Hex {
  return hexOfBytes(keccak256(uncompressed.subarray(1)).subarray(12))
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

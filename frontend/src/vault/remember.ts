import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { deleteValue, readValue, writeValue } from '../state/database.ts'
import type { Remembered } from './wraps.ts'
import type { Vault } from './vault.ts'

/** How long a browser may open a vault without asking, when the person chose so. */
export const rememberedMilliseconds = 12 * 3600 * 1000

interface Kept {
  wrapping: CryptoKey
  iv: Uint8Array<ArrayBuffer>
  ciphertext: ArrayBuffer
  until: number
}

/**
 * This browser opens the vault by itself for twelve hours: its key lies here under a key that the browser
 * uses and nobody can read. Whoever uses this browser profile meanwhile can open the vault too.
 */
export async function rememberVault(
  scope: string,
  vault: Vault,
  profile: string,
  now: number,
): Promise<void> {
  const until = now + rememberedMilliseconds
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const about = contextOf(profile, until)
  const plain = vault.withKey((key) => new Uint8Array(key))
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: about },
    wrapping,
    plain,
  )
  plain.fill(0)
  await writeValue(scope, 'wrapping', nameOf(profile), { wrapping, iv, ciphertext, until } satisfies Kept)
}

/** The way in that was remembered; null when none was, or its time is over: it is forgotten then. */
export async function recallVault(scope: string, profile: string, now: number): Promise<Remembered | null> {
  const kept = await readValue<Kept>(scope, 'wrapping', nameOf(profile))
  if (!kept) return null
  try {
    if (now >= kept.until || now < kept.until - rememberedMilliseconds) throw new RangeError('over')
    const { wrapping, iv, ciphertext, until } = kept
    const about = contextOf(profile, until)
    const key = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: about },
      wrapping,
      ciphertext,
    )
    return { method: 'remembered', key: new Uint8Array(key) }
  } catch {
    await forgetVault(scope, profile)
    return null
  }
}

/** The browser asks again. */
export async function forgetVault(scope: string, profile: string): Promise<void> {
  await deleteValue(scope, 'wrapping', nameOf(profile))
}

const nameOf = (profile: string): string => `vault/${profile}`

function contextOf(profile: string, until: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(joinBytes(bytesOfUint(BigInt(profile), 8), bytesOfUint(BigInt(until), 8)))
}

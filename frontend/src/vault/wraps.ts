import { hkdf } from '@noble/hashes/hkdf'
import { sha256 } from '@noble/hashes/sha2'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import type { TypedDomain } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { openAes, sealAes } from '../market/aesGcm.ts'
import { wipe } from '../market/derivation.ts'
import { commitmentOf } from './keys.ts'
import { requirePassphrase, stretchPassphrase } from './passphrase.ts'
import { readCode } from './recoveryCode.ts'
import { refuse } from './refuse.ts'
import { walletSecret, type WalletUnlock } from './walletSecret.ts'

export type Method = 'wallet' | 'code' | 'passphrase'
/** What a person opens the vault with; a secret in here is held no longer than the call it is given to. */
export type Unlock =
  | WalletUnlock
  | { readonly method: 'code'; readonly code: string }
  | { readonly method: 'passphrase'; readonly passphrase: string; onProgress?(share: number): void }

/** The key itself, kept by this browser for some hours; `unwrapWith` wipes it. */
export interface Remembered {
  readonly method: 'remembered'
  readonly key: Uint8Array
}
/** What opens a vault that there is. */
export type Opening = Unlock | Remembered

/** The vault key under one secret of its owner. */
export interface Wrap {
  readonly method: Method
  readonly salt: Hex
  readonly iv: Hex
  readonly ciphertext: Hex
  /** Whose wallet it is; null for the other methods. */
  readonly custody: Hex | null
  readonly createdAt: number
}
/** Whose vault: the profile, and the registry that its signatures are for. */
export interface Owner {
  readonly profile: string
  readonly registry: TypedDomain
}

const label = 'hashtagspace/vault/wrap/v1'

/**
 * The vault key wrapped for one more way in, the wallet asked twice.
 * Raises `vault.passphrase_weak`, `vault.code_*`, `vault.wallet_*`.
 */
export async function createWrap(
  vaultKey: Uint8Array,
  unlock: Unlock,
  owner: Owner,
  createdAt: number,
): Promise<Wrap> {
  if (unlock.method === 'passphrase') requirePassphrase(unlock.passphrase)
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const secret = await secretFor(unlock, hexOfBytes(salt), owner, true)
  const custody = unlock.method === 'wallet' ? hexOfBytes(bytesOfHex(unlock.custody, 20)) : null
  const wrap = await wrapKey(
    vaultKey,
    secret,
    { method: unlock.method, salt, custody, createdAt },
    owner.profile,
  )
  wipe(secret)
  return wrap
}

/**
 * The vault key, out of the first wrap that this way in opens.
 * Raises `vault.no_method`, `vault.passphrase_wrong`, `vault.code_wrong`, `vault.code_*`, `vault.wallet_*`.
 */
export async function unwrapWith(
  unlock: Opening,
  wraps: readonly Wrap[],
  owner: Owner,
  commitment: Uint8Array,
): Promise<Uint8Array> {
  if (unlock.method === 'remembered') return takeRemembered(unlock, commitment)
  const fitting = wraps.filter((wrap) => wrap.method === unlock.method && fits(wrap, unlock))
  if (fitting.length === 0) throw noMethod(unlock.method)
  for (const wrap of fitting) {
    const secret = await secretFor(unlock, wrap.salt, owner, false)
    const key = await unwrapKey(wrap, secret, owner.profile, commitment)
    wipe(secret)
    if (key) return key
  }
  throw wrong(unlock.method)
}

/** The wrap of one secret; the iv is fresh, only vectors give it. */
export async function wrapKey(
  vaultKey: Uint8Array,
  secret: Uint8Array,
  made: { method: Method; salt: Uint8Array; custody: Hex | null; createdAt: number },
  profile: string,
  iv: Uint8Array = crypto.getRandomValues(new Uint8Array(12)),
): Promise<Wrap> {
  const { method, salt, custody, createdAt } = made
  const about = joinBytes(contextOf(method, profile), commitmentOf(vaultKey))
  const key = wrappingKey(secret, salt, method, profile)
  const ciphertext = hexOfBytes(await sealAes(key, iv, vaultKey, about))
  wipe(key)
  return { method, salt: hexOfBytes(salt), iv: hexOfBytes(iv), ciphertext, custody, createdAt }
}

/** The vault key, or null when the secret is another one or the wrap was changed. */
export async function unwrapKey(
  wrap: Wrap,
  secret: Uint8Array,
  profile: string,
  commitment: Uint8Array,
): Promise<Uint8Array | null> {
  const about = joinBytes(contextOf(wrap.method, profile), commitment)
  const key = wrappingKey(secret, bytesOfHex(wrap.salt), wrap.method, profile)
  const found = await openAes(key, bytesOfHex(wrap.iv), bytesOfHex(wrap.ciphertext), about)
  wipe(key)
  if (found?.length !== 32) return null
  return commitmentOf(found).every((byte, at) => byte === commitment[at]) ? found : null
}

function takeRemembered({ key }: Remembered, commitment: Uint8Array): Uint8Array {
  const isOwn = key.length === 32 && commitmentOf(key).every((byte, at) => byte === commitment[at])
  const copy = key.slice()
  wipe(key)
  if (isOwn) return copy
  throw refuse('no_method', 'What this browser remembers opens another vault; use another way in.')
}

async function secretFor(unlock: Unlock, salt: Hex, owner: Owner, isNew: boolean): Promise<Uint8Array> {
  switch (unlock.method) {
    case 'wallet':
      return walletSecret(unlock, owner.profile, salt, owner.registry, isNew)
    case 'code':
      return readCode(unlock.code)
    case 'passphrase':
      return stretchPassphrase(unlock.passphrase, bytesOfHex(salt), unlock.onProgress)
  }
}

function fits(wrap: Wrap, unlock: Unlock): boolean {
  return unlock.method !== 'wallet' || wrap.custody === unlock.custody.toLowerCase()
}

function wrappingKey(secret: Uint8Array, salt: Uint8Array, method: Method, profile: string): Uint8Array {
  return hkdf(sha256, secret, salt, contextOf(method, profile), 32)
}

function contextOf(method: Method, profile: string): Uint8Array {
  return joinBytes(utf8(`${label}${method}\0`), bytesOfUint(BigInt(profile), 8))
}

function noMethod(method: Method) {
  const sentence = {
    wallet: 'This wallet was not set up for the vault; use another way in, then add the wallet.',
    code: 'No recovery code was set up for this vault; use another way in.',
    passphrase: 'No passphrase was set up for this vault; use another way in.',
  }
  return refuse('no_method', sentence[method])
}

function wrong(method: Method) {
  switch (method) {
    case 'wallet':
      return refuse('wallet_other', 'The wallet’s signature does not open this vault; use another way in.')
    case 'code':
      return refuse(
        'code_wrong',
        'This recovery code is not the vault’s; look for a later one, or use another way in.',
      )
    case 'passphrase':
      return refuse(
        'passphrase_wrong',
        'The passphrase is not the right one; try again, or use the recovery code.',
      )
  }
}

import { hmac } from '@noble/hashes/hmac'
import { sha256 } from '@noble/hashes/sha2'
import { parseCid } from '../domain/parseCid.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { parseJson, type Json } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { sealKey } from './keys.ts'
import { Members } from './members.ts'
import { scryptParameters } from './passphrase.ts'
import { refuse } from './refuse.ts'
import type { Wrap } from './wraps.ts'

/** One state of a vault: how it opens, never what is in it. Everybody may read it. */
export interface Manifest {
  readonly profile: string
  readonly sequence: number
  readonly commitment: Hex
  readonly wraps: readonly Wrap[]
  readonly keyFile: string
  /** The CIDs of everything the vault needs, the key file's too, sorted. */
  readonly blobs: readonly string[]
  readonly updatedAt: number
}
export interface SealedManifest extends Manifest {
  /** HMAC under the vault key: whoever steals a session key can put nothing here that opens. */
  readonly seal: Hex
}

export const mostWraps = 8
const [mostBytes, mostBlobs] = [65_536, 900]
const zeroSeal: Hex = `0x${'0'.repeat(64)}`

/** The sealed bytes; raises `vault.full` when they are too many. */
export function buildManifest(vaultKey: Uint8Array, manifest: Manifest): Uint8Array {
  const bytes = encode({ ...manifest, seal: sealOf(vaultKey, manifest) })
  if (bytes.length > mostBytes || manifest.blobs.length > mostBlobs) {
    throw refuse('full', `A vault holds at most ${mostBlobs} files; destroy records that you need no more.`)
  }
  return bytes
}

/** The manifest that the bytes spell, its seal unchecked; raises `vault.manifest`. */
export function decodeManifest(bytes: Uint8Array): SealedManifest {
  if (bytes.length > mostBytes) throw malformed('it is too long')
  let found: SealedManifest
  try {
    found = read(parseJson(bytes))
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : '')
  }
  // One manifest has one spelling: seal and digest are over bytes.
  const again = encode(found)
  if (again.length !== bytes.length || again.some((byte, at) => byte !== bytes[at])) {
    throw malformed('it is spelled in another way')
  }
  return found
}

/** Raises `vault.seal` unless the holder of this vault key wrote the manifest. */
export function verifySeal(vaultKey: Uint8Array, manifest: SealedManifest): void {
  if (sealOf(vaultKey, manifest) === manifest.seal) return
  throw refuse(
    'seal',
    'This vault was changed by somebody who does not have its key. Open it on a device that has a copy, or from an exported file, and save it again.',
  )
}

/** What a head names: the sha-256 of a manifest's bytes. */
export function manifestDigest(bytes: Uint8Array): Hex {
  return hexOfBytes(sha256(bytes))
}

function sealOf(vaultKey: Uint8Array, manifest: Manifest): Hex {
  const key = sealKey(vaultKey)
  const text = spell({ ...manifest, seal: zeroSeal })
  const open = `${text.slice(0, text.lastIndexOf(',"seal"'))}}`
  const seal = hexOfBytes(hmac(sha256, key, utf8(open)))
  key.fill(0)
  return seal
}

const encode = (manifest: SealedManifest): Uint8Array => utf8(spell(manifest))

function spell(manifest: SealedManifest): string {
  const { profile, sequence, commitment, wraps, keyFile, blobs, updatedAt, seal } = manifest
  const members = {
    profile,
    sequence,
    commitment,
    wraps: wraps.map(spellWrap),
    keyFile,
    blobs,
    updatedAt,
    seal,
  }
  return JSON.stringify({ type: 'vault', version: 1, ...members })
}

function spellWrap({ method, salt, iv, ciphertext, custody, createdAt }: Wrap): object {
  return {
    method,
    salt,
    iv,
    ciphertext,
    ...(custody === null ? {} : { custody }),
    ...(method === 'passphrase' ? { scrypt: scryptParameters } : {}),
    createdAt,
  }
}

function read(value: Json): SealedManifest {
  const members = new Members(value)
  members.constant('type', 'vault')
  members.constant('version', 1)
  const manifest = {
    profile: members.profile('profile'),
    sequence: members.integer('sequence', 1),
    commitment: members.hex('commitment', 32),
    wraps: members.items('wraps', mostWraps, readWrap),
    keyFile: members.cid('keyFile'),
    blobs: members.items('blobs', mostBlobs, readCid),
    updatedAt: members.integer('updatedAt'),
    seal: members.hex('seal', 32),
  }
  members.end()
  const { wraps, blobs, keyFile } = manifest
  if (wraps.length === 0 || new Set(wraps.map(({ salt }) => salt)).size !== wraps.length) {
    throw new TypeError('a vault has one to eight ways to open, each with its own salt')
  }
  const sorted = [...new Set(blobs)].sort()
  if (
    !blobs.includes(keyFile) ||
    sorted.length !== blobs.length ||
    sorted.some((cid, at) => cid !== blobs[at])
  ) {
    throw new TypeError('the files are not sorted, or the key file is not among them')
  }
  return manifest
}

function readWrap(value: Json): Wrap {
  const members = new Members(value)
  const method = members.choice('method', ['wallet', 'code', 'passphrase'])
  const salt = members.hex('salt', 32)
  const iv = members.hex('iv', 12)
  const ciphertext = members.hex('ciphertext', 48)
  const custody = method === 'wallet' ? members.hex('custody', 20) : null
  if (method === 'passphrase') readScrypt(members.take('scrypt'))
  const createdAt = members.integer('createdAt')
  members.end()
  return { method, salt, iv, ciphertext, custody, createdAt }
}

function readScrypt(value: Json): void {
  const members = new Members(value)
  for (const [name, wanted] of Object.entries(scryptParameters)) members.constant(name, wanted)
  members.end()
}

function readCid(value: Json): string {
  if (typeof value !== 'string') throw new TypeError('a file is named by no CID')
  return parseCid(value).cid
}

function malformed(why: string) {
  return refuse(
    'manifest',
    `The vault’s description does not read (${why}). Ask another gateway, or open the copy of this device or an exported file.`,
  )
}

import { bytesOfUint } from '../domain/bytesOfUint.ts'
import type { Hex } from '../domain/hex.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { parseJson, type Json } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { openAes, sealAes } from '../market/aesGcm.ts'
import { wipe } from '../market/derivation.ts'
import { fileKey } from './keys.ts'
import { Members, type PlainObject } from './members.ts'
import { keyFileSizes, paddedSize } from './padding.ts'
import { refuse } from './refuse.ts'

/** One encrypted item of a vault; its value lies in the blob `cid` under `key`, fresh for every change. */
export interface VaultRecord {
  readonly recordId: Hex
  readonly category: string
  readonly title: string
  readonly key: Hex
  readonly cid: string
  /** Bytes of the blob. */
  readonly size: number
  readonly source: RecordSource
  readonly createdAt: number
  readonly updatedAt: number
  readonly attestation: PlainObject | null
}
export type RecordSource = (typeof recordSources)[number]

/** What a sale needs again: saved before its consent is signed. `consent` as the API spells it. */
export interface DealSecret {
  readonly dealId: Hex
  readonly offerId: Hex
  readonly nonce: Hex
  readonly receiptSalt: Hex
  readonly selection: string
  readonly consent: PlainObject
  readonly signature: Hex | null
  readonly envelope: string | null
  readonly terms: Hex
  readonly epochs: number
  readonly createdAt: number
  readonly state: DealStage
}
export type DealStage = (typeof dealStages)[number]

/** What is left of a destroyed record; `receipt` is the signature over its `Destruction`, times in ms. */
export interface DestroyedRecord {
  readonly recordId: Hex
  readonly category: string
  readonly destroyedAt: number
  readonly receipt: Hex
}

/** Everything a vault knows but the values themselves. */
export interface KeyFile {
  readonly records: readonly VaultRecord[]
  readonly deals: readonly DealSecret[]
  readonly destroyed: readonly DestroyedRecord[]
}

export const recordSources = ['form', 'import', 'activity', 'file'] as const
/**
 * In the order in which a deal passes them; what two devices say of one deal is the farther. `dropped` was given
 * up before anybody signed it: a signature that another device gave meanwhile counts for more.
 */
export const dealStages = ['prepared', 'dropped', 'signed', 'sent', 'closed', 'withdrawn'] as const
export const emptyKeyFile: KeyFile = { records: [], deals: [], destroyed: [] }
const ivBytes = 12
const most = { records: 900, deals: 10_000, destroyed: 10_000 }

/** The blob of a key file; it opens for this profile and sequence alone. Only vectors give the iv. */
export async function sealKeyFile(
  vaultKey: Uint8Array,
  profile: string,
  sequence: number,
  keyFile: KeyFile,
  iv: Uint8Array = crypto.getRandomValues(new Uint8Array(ivBytes)),
): Promise<Uint8Array> {
  const plain = encodeKeyFile(keyFile)
  const key = fileKey(vaultKey)
  const sealed = await sealAes(key, iv, plain, contextOf(profile, sequence))
  wipe(plain, key)
  return joinBytes(iv, sealed)
}

/** The key file in a blob; raises `vault.key_file`. */
export async function openKeyFile(
  vaultKey: Uint8Array,
  profile: string,
  sequence: number,
  blob: Uint8Array,
): Promise<KeyFile> {
  const key = fileKey(vaultKey)
  const plain = await openAes(
    key,
    blob.subarray(0, ivBytes),
    blob.subarray(ivBytes),
    contextOf(profile, sequence),
  )
  wipe(key)
  if (!plain) throw unreadable('it is not sealed by this vault')
  const found = decodeKeyFile(plain)
  wipe(plain)
  return found
}

/**
 * JSON padded with spaces, so that its size says little; raises `vault.full` above 8 MiB, `vault.value`.
 * Nothing is written that `decodeKeyFile` would refuse.
 */
export function encodeKeyFile(keyFile: KeyFile): Uint8Array {
  const { records, deals, destroyed } = keyFile
  const json = utf8(
    JSON.stringify({
      type: 'vault-keys',
      version: 1,
      records: records.map(spellRecord),
      deals: deals.map(spellDeal),
      destroyed: destroyed.map(spellDestroyed),
    }),
  )
  requireReadable(json)
  const size = paddedSize(json.length, keyFileSizes)
  if (size === null) throw refuse('full', 'The vault is full; destroy records that you need no more.')
  const padded = new Uint8Array(size).fill(0x20)
  padded.set(json)
  wipe(json)
  return padded
}

/** The key file that a plaintext spells; raises `vault.key_file`. */
export function decodeKeyFile(plain: Uint8Array): KeyFile {
  try {
    return read(parseJson(plain))
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : '')
  }
}

function requireReadable(json: Uint8Array): void {
  try {
    read(parseJson(json))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : ''
    throw refuse('value', `A record or a deal cannot be saved: ${why}.`)
  }
}

function read(value: Json): KeyFile {
  const members = new Members(value)
  members.constant('type', 'vault-keys')
  members.constant('version', 1)
  const keyFile = {
    records: members.items('records', most.records, readRecord),
    deals: members.items('deals', most.deals, readDeal),
    destroyed: members.items('destroyed', most.destroyed, readDestroyed),
  }
  members.end()
  requireDifferent(keyFile.records.map(({ recordId }) => recordId))
  requireDifferent(keyFile.deals.map(({ dealId, nonce }) => dealId + nonce))
  requireDifferent(keyFile.destroyed.map(({ recordId }) => recordId))
  return keyFile
}

function readRecord(value: Json): VaultRecord {
  const members = new Members(value)
  const record = {
    recordId: members.hex('recordId', 16),
    category: members.text('category', 64, 1),
    title: members.text('title', 200),
    key: members.hex('key', 32),
    cid: members.cid('cid'),
    size: members.integer('size', 1),
    source: members.choice('source', recordSources),
    createdAt: members.integer('createdAt'),
    updatedAt: members.integer('updatedAt'),
    attestation: members.optional('attestation', (left) => left.plain('attestation')),
  }
  members.end()
  return record
}

function readDeal(value: Json): DealSecret {
  const members = new Members(value)
  const deal = {
    dealId: members.hex('dealId', 32),
    offerId: members.hex('offerId', 32),
    nonce: members.hex('nonce', 32),
    receiptSalt: members.hex('receiptSalt', 32),
    selection: members.text('selection', 65_536),
    consent: members.plain('consent'),
    signature: members.optional('signature', (left) => left.hex('signature', 1, 4096)),
    envelope: members.optional('envelope', (left) => left.cid('envelope')),
    terms: members.hex('terms', 32),
    epochs: members.integer('epochs', 0, 255),
    createdAt: members.integer('createdAt'),
    state: members.choice('state', dealStages),
  }
  members.end()
  return deal
}

function readDestroyed(value: Json): DestroyedRecord {
  const members = new Members(value)
  const destroyed = {
    recordId: members.hex('recordId', 16),
    category: members.text('category', 64, 1),
    destroyedAt: members.integer('destroyedAt'),
    receipt: members.hex('receipt', 1, 4096),
  }
  members.end()
  return destroyed
}

function spellRecord(record: VaultRecord): VaultRecord {
  const { recordId, category, title, key, cid, size, source, createdAt, updatedAt, attestation } = record
  return { recordId, category, title, key, cid, size, source, createdAt, updatedAt, attestation }
}

function spellDeal(deal: DealSecret): DealSecret {
  const { dealId, offerId, nonce, receiptSalt, selection, consent } = deal
  const { signature, envelope, terms, epochs, createdAt, state } = deal
  const first = { dealId, offerId, nonce, receiptSalt, selection, consent }
  return { ...first, signature, envelope, terms, epochs, createdAt, state }
}

function spellDestroyed({ recordId, category, destroyedAt, receipt }: DestroyedRecord): DestroyedRecord {
  return { recordId, category, destroyedAt, receipt }
}

function requireDifferent(ids: readonly string[]): void {
  if (new Set(ids).size !== ids.length) throw new TypeError('an id occurs twice')
}

function contextOf(profile: string, sequence: number): Uint8Array {
  const numbers = [bytesOfUint(BigInt(profile), 8), bytesOfUint(BigInt(sequence), 8)]
  return joinBytes(utf8('hashtagspace/vault/keys/v1'), ...numbers)
}

function unreadable(why: string) {
  return refuse(
    'key_file',
    `The vault’s key file does not open (${why}). Open the copy of this device or an exported file; a newer version of this page may also be needed.`,
  )
}

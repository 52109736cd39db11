import { hkdf } from '@noble/hashes/hkdf'
import { sha256 } from '@noble/hashes/sha2'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { parseJson, type Json } from '../domain/strictJson.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { openHpke, sealHpke } from './hpke.ts'
import { chunkBytes, isChunkCount } from './record.ts'
import { publicKeyBytes, sentBytes, xWingPublicKey } from './xWing.ts'

/** The deal and epoch an envelope is for: 0 for a single sale, `subscriptionStart` before the epochs. */
export interface EnvelopePlace {
  readonly deal: Uint8Array
  readonly epoch: number
}
/** A key pair of one offer: 1216 bytes for the terms, and the 32 secret bytes it is made of. */
export interface EnvelopeKeys {
  readonly publicKey: Uint8Array
  readonly seed: Uint8Array
}
/** Selection, its receipt's salt, the masked record (256·m bytes) and its m plaintext leaves or null. */
export interface EnvelopeContents {
  readonly selection: string
  readonly receiptSalt: Uint8Array
  readonly record: Uint8Array
  readonly leaves: readonly Uint8Array[] | null
}

/** The epoch of the envelope that answers a subscription, before any epoch. */
export const subscriptionStart = 0xffff_ffff
const [tagBytes, leafBytes, prefixBytes] = [16, 32, 4]
/** The header is padded with spaces to one of these: its length says nothing of which kinds are sold. */
const headerSizes = [1024, 4096, 16_384, 65_536]
const word = /^0x[0-9a-f]{64}$/

/** The secret of one offer's envelope key, out of the buyer's market key; raises `envelope.key`. */
export function envelopeSeed(marketKey: Uint8Array, offerSalt: Uint8Array): Uint8Array {
  if (marketKey.length !== 32 || offerSalt.length !== 32) {
    throw refuse('key', 'A market key and an offer’s salt have 32 bytes.')
  }
  return hkdf(sha256, marketKey, offerSalt, utf8('hashtagspace/market/envelope-key/v1'), 32)
}

/** The X-Wing key pair of 32 bytes; raises `envelope.key`. */
export function envelopeKeyPair(seed: Uint8Array): EnvelopeKeys {
  requireSeed(seed)
  return { publicKey: xWingPublicKey(seed), seed }
}

/**
 * Bytes that only the offer's business opens; raises `envelope.key`, `.header` or `.chunks`.
 * The 64 bytes of randomness are fresh; only vectors give them.
 */
export async function sealEnvelope(
  contents: EnvelopeContents,
  publicKey: Uint8Array,
  place: EnvelopePlace,
  eseed?: Uint8Array,
): Promise<Uint8Array> {
  if (publicKey.length !== publicKeyBytes) throw badKey()
  const [plain, info] = [encodeContents(contents), infoOf(place)]
  try {
    return await sealHpke(publicKey, info, plain, eseed)
  } catch {
    throw badKey()
  }
}

/** What the person sent; raises `envelope.length`, `.key`, `.sealed`, `.header`, `.chunks` or `.trailing`. */
export async function openEnvelope(
  blob: Uint8Array,
  seed: Uint8Array,
  place: EnvelopePlace,
): Promise<EnvelopeContents> {
  if (blob.length < sentBytes + tagBytes) throw refuse('length', 'The bytes are too few for an envelope.')
  requireSeed(seed)
  const plain = await openHpke(blob, seed, infoOf(place))
  if (!plain) {
    throw refuse(
      'sealed',
      'The envelope was sealed to another key, deal or epoch, or it was changed on the way.',
    )
  }
  return decodeContents(plain)
}

/** The plaintext of an envelope; raises `envelope.header` or `.chunks`. */
export function encodeContents({ selection, receiptSalt, record, leaves }: EnvelopeContents): Uint8Array {
  const count = record.length / chunkBytes
  if (!fits(count, leaves !== null) || (leaves !== null && leaves.length !== count)) throw badChunks()
  if (receiptSalt.length !== 32 || leaves?.some((leaf) => leaf.length !== leafBytes)) throw badHeader()
  const header = utf8(
    JSON.stringify({
      type: 'envelope',
      version: 1,
      selection,
      receiptSalt: hexOfBytes(receiptSalt),
      chunks: count,
      leaves: leaves !== null,
    }),
  )
  const size = headerSizes.find((most) => header.length <= most)
  if (size === undefined) throw badHeader()
  const padded = new Uint8Array(size).fill(0x20)
  padded.set(header)
  parseHeader(padded)
  return joinBytes(bytesOfUint(BigInt(size), prefixBytes), padded, record, ...(leaves ?? []))
}

/** The contents that a plaintext spells; raises `envelope.header`, `.chunks` or `.trailing`. */
export function decodeContents(plain: Uint8Array): EnvelopeContents {
  const size = plain.length < prefixBytes ? 0 : Number(uintOfBytes(plain.subarray(0, prefixBytes)))
  if (!headerSizes.includes(size) || plain.length < prefixBytes + size) throw badHeader()
  const { selection, receiptSalt, chunks, leaves } = parseHeader(
    plain.subarray(prefixBytes, prefixBytes + size),
  )
  const rest = plain.subarray(prefixBytes + size)
  const recordBytes = chunkBytes * chunks
  const end = recordBytes + (leaves ? leafBytes * chunks : 0)
  if (!fits(chunks, leaves) || rest.length < end) throw badChunks()
  if (rest.length > end) throw refuse('trailing', 'Something follows the end of the envelope.')
  const leafAt = (_: unknown, at: number) =>
    rest.slice(recordBytes + leafBytes * at, recordBytes + leafBytes * (at + 1))
  return {
    selection,
    receiptSalt,
    record: rest.slice(0, recordBytes),
    leaves: leaves ? Array.from({ length: chunks }, leafAt) : null,
  }
}

function parseHeader(header: Uint8Array) {
  const found = asMap(header)
  const { type, version, selection, receiptSalt, chunks, leaves, ...others } = Object.fromEntries(found)
  if (
    type !== 'envelope' ||
    version !== 1 ||
    typeof selection !== 'string' ||
    typeof receiptSalt !== 'string' ||
    !word.test(receiptSalt) ||
    typeof chunks !== 'number' ||
    typeof leaves !== 'boolean' ||
    Object.keys(others).length > 0
  ) {
    throw badHeader()
  }
  return { selection, receiptSalt: bytesOfHex(receiptSalt, 32), chunks, leaves }
}

function asMap(header: Uint8Array): ReadonlyMap<string, Json> {
  try {
    const found = parseJson(header)
    if (found instanceof Map) return found
  } catch {
    // Not I-JSON: refused below.
  }
  throw badHeader()
}

function infoOf({ deal, epoch }: EnvelopePlace): Uint8Array {
  if (deal.length !== 32 || !Number.isInteger(epoch) || epoch < 0 || epoch > subscriptionStart) {
    throw refuse('key', 'An envelope is for a deal of 32 bytes and an epoch.')
  }
  return joinBytes(utf8('hashtagspace/market/envelope/v1'), deal, bytesOfUint(BigInt(epoch), 4))
}

function requireSeed(seed: Uint8Array): void {
  if (seed.length !== 32) throw refuse('key', 'An envelope key is made of 32 bytes.')
}

function fits(count: number, withLeaves: boolean): boolean {
  return isChunkCount(count) || (count === 0 && !withLeaves)
}

function badKey(): DomainError {
  return refuse(
    'key',
    'The offer’s envelope key is not an X-Wing key of 1216 bytes; do not answer this offer.',
  )
}

function badHeader(): DomainError {
  return refuse('header', 'The header of the envelope breaks the format.')
}

function badChunks(): DomainError {
  return refuse('chunks', 'The envelope does not hold the chunks and leaves that it names.')
}

function refuse(code: string, sentence: string): DomainError {
  return new DomainError(`envelope.${code}`, sentence)
}

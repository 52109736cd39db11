import type { Cid, Digest } from './brands.ts'
import { cidOfDigest } from './cidOfDigest.ts'
import { DomainError } from './domainError.ts'
import { hexOfBytes } from './hexOfBytes.ts'

export type CidCodec = 'raw' | 'dag-pb'

/** A CID with its parts; `digest` is the sha2-256 of the block. */
export interface ParsedCid {
  cid: Cid
  codec: CidCodec
  digest: Digest
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const characters = 59

function refuse(code: string, sentence: string): never {
  throw new DomainError(`cid.${code}`, sentence)
}

function decodeBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text) {
    value = ((value << 5) | alphabet.indexOf(character)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >> bits) & 0xff)
  }
  return Uint8Array.from(bytes)
}

/**
 * A CIDv1, raw or dag-pb, sha2-256, lower-case base32; one content has one spelling.
 * Raises `cid.prefix`, `.length`, `.base32`, `.version`, `.codec` or `.hash`.
 */
export function parseCid(text: string): ParsedCid {
  if (!text.startsWith('b'))
    refuse('prefix', 'Give the CID as version 1 in lower-case base32: it starts with b.')
  const length = [...text].length
  if (length !== characters) refuse('length', `A CID has ${characters} characters, this one ${length}.`)
  if (!/^[a-z2-7]*$/.test(text.slice(1))) {
    refuse('base32', 'A CID has only the characters a to z and 2 to 7.')
  }
  const bytes = decodeBase32(text.slice(1))
  if (bytes[0] !== 1) refuse('version', 'Only version 1 CIDs are used here.')
  if (bytes[1] !== 0x55 && bytes[1] !== 0x70) refuse('codec', 'Only raw and dag-pb CIDs are used here.')
  if (bytes[2] !== 0x12 || bytes[3] !== 0x20) refuse('hash', 'Only sha2-256 CIDs are used here.')
  const codec: CidCodec = bytes[1] === 0x55 ? 'raw' : 'dag-pb'
  const digest = hexOfBytes(bytes.subarray(4)) as Digest // Safety: the 32 bytes after a sha2-256 header.
  const cid = cidOfDigest(digest, codec)
  if (cid !== text) refuse('base32', 'The last character of the CID carries bits that mean nothing.')
  return { cid, codec, digest }
}

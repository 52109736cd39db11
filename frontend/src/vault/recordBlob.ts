import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import type { Hex } from '../domain/hex.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { openAes, sealAes } from '../market/aesGcm.ts'
import { wipe } from '../market/derivation.ts'
import { paddedSize, valueSizes } from './padding.ts'
import { refuse } from './refuse.ts'

/** The JSON object of a record, as the category's schema describes it. */
export type RecordValue = { readonly [member: string]: unknown }

const [ivBytes, tagBytes, prefixBytes] = [12, 16, 4]

/** The blob of a value under its own key; only vectors give the iv. Raises `vault.value`, `vault.too_large`. */
export async function sealValue(
  value: RecordValue,
  recordId: Hex,
  key: Uint8Array,
  iv: Uint8Array = crypto.getRandomValues(new Uint8Array(ivBytes)),
): Promise<Uint8Array> {
  const plain = encodeValue(value)
  const sealed = await sealAes(key, iv, plain, contextOf(recordId))
  wipe(plain)
  return joinBytes(iv, sealed)
}

/** The value in a blob; raises `vault.record`. */
export async function openValue(blob: Uint8Array, recordId: Hex, key: Uint8Array): Promise<RecordValue> {
  if (blob.length < ivBytes + tagBytes + prefixBytes) throw unreadable()
  const plain = await openAes(key, blob.subarray(0, ivBytes), blob.subarray(ivBytes), contextOf(recordId))
  if (!plain) throw unreadable()
  const value = decodeValue(plain)
  wipe(plain)
  return value
}

/** Length (4) ‖ JSON ‖ zeros to one of few sizes. */
export function encodeValue(value: RecordValue): Uint8Array {
  const json = utf8(spell(value))
  const size = paddedSize(prefixBytes + json.length, valueSizes)
  if (size === null) {
    throw refuse('too_large', 'A record holds at most 8 MiB; split it or take a smaller file.')
  }
  const padded = new Uint8Array(size)
  padded.set(bytesOfUint(BigInt(json.length), prefixBytes))
  padded.set(json, prefixBytes)
  wipe(json)
  return padded
}

/** The value that a plaintext spells; raises `vault.record`. */
export function decodeValue(plain: Uint8Array): RecordValue {
  const length = Number(uintOfBytes(plain.subarray(0, prefixBytes)))
  const end = prefixBytes + length
  if (plain.length < prefixBytes || paddedSize(end, valueSizes) !== plain.length) throw unreadable()
  if (plain.subarray(end).some((byte) => byte !== 0)) throw unreadable()
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      plain.subarray(prefixBytes, end),
    )
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Not JSON: refused below.
  }
  throw unreadable()
}

function spell(value: RecordValue): string {
  const text: unknown = isObject(value) ? JSON.stringify(value) : undefined
  if (typeof text === 'string') return text
  throw refuse('value', 'A record’s value is a JSON object; nothing was saved.')
}

function isObject(value: unknown): value is RecordValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function contextOf(recordId: Hex): Uint8Array {
  return joinBytes(utf8('hashtagspace/vault/record/v1'), bytesOfHex(recordId, 16))
}

function unreadable() {
  return refuse(
    'record',
    'This record does not open: its file was changed or belongs to another one. Open the copy of this device or an exported file.',
  )
}

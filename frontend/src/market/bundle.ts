import { DomainError } from '../domain/domainError.ts'
import type { Hex } from '../domain/hex.ts'
import { parseJson } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import type { KindData } from './ladder.ts'
import { plainOf, type PlainJson } from './plainJson.ts'
import { bundleMembers, readKind, refuseBundle } from './bundleReading.ts'
import { spellFile } from './recordValues.ts'
import type { Selection } from './selection.ts'
import type { TermsDocument } from './terms.ts'
import { isDate } from './values.ts'

/**
 * The bundle: the plaintext that a deal delivers, built from what was chosen and judged by whoever opens it. A
 * seller may deliver anything, so a bundle is read against the terms and the selection that was consented to:
 * what it may hold is known to the last field before it is opened.
 */
export interface Bundle {
  readonly offer: Hex
  readonly profile: bigint
  /** The UTC day that its answers hold for. */
  readonly day: string
  readonly kinds: readonly KindData[]
}

/** The bytes of the bundle, kinds sorted by category; raises `bundle.bytes` above what the terms take. */
export function buildBundle(bundle: Bundle, maxBytes: number): Uint8Array {
  const kinds = [...bundle.kinds].sort((a, b) => (a.category < b.category ? -1 : 1))
  const data = utf8(
    JSON.stringify({
      type: 'bundle',
      version: 1,
      offer: bundle.offer,
      profile: String(bundle.profile),
      day: bundle.day,
      kinds: kinds.map(spellKind),
    }),
  )
  verifySize(data, maxBytes)
  return data
}

/**
 * The data that was sold.
 * Raises `bundle.bytes`, `.json`, `.form`, `.offer`, `.profile`, `.day`, `.kinds`, `.granularity`,
 * `.unknown_field`, `.missing_field`, `.value`, `.rows` or `.file`, and nothing else.
 */
export function parseBundle(
  data: Uint8Array,
  terms: Pick<TermsDocument, 'maxBytes'>,
  selection: Selection,
): Bundle {
  verifySize(data, terms.maxBytes)
  const members = bundleMembers(parseStrictly(data), [
    ...['type', 'version', 'offer', 'profile', 'day', 'kinds'],
  ])
  const { type, version, offer, profile, day, kinds } = members
  if (type !== 'bundle' || version !== 1) {
    throw refuseBundle('form', 'What was delivered is no bundle of version 1.')
  }
  if (offer !== selection.offer) throw refuseBundle('offer', 'The bundle was made for another offer.')
  if (profile !== String(selection.profile)) {
    throw refuseBundle('profile', 'The bundle names another profile.')
  }
  if (typeof day !== 'string' || !isDate(day)) {
    throw refuseBundle('day', 'The bundle does not say for which day it holds.')
  }
  if (!Array.isArray(kinds) || kinds.length !== selection.kinds.length) {
    throw refuseBundle('kinds', 'The bundle does not hold the kinds of data that were sold.')
  }
  const entries = kinds as readonly PlainJson[] // Safety: parsed JSON.
  const read = selection.kinds.map((kind, at) => readKind(entries[at] ?? null, kind))
  return { offer: selection.offer, profile: selection.profile, day, kinds: read }
}

function parseStrictly(data: Uint8Array): PlainJson {
  try {
    return plainOf(parseJson(data))
  } catch (cause) {
    if (cause instanceof DomainError) throw refuseBundle('json', cause.message)
    throw cause
  }
}

function verifySize(data: Uint8Array, maxBytes: number): void {
  if (data.length <= maxBytes) return
  const [found, most] = [data.length, maxBytes].map((size) => size.toLocaleString('en'))
  throw refuseBundle('bytes', `The bundle has ${found} bytes, the offer takes at most ${most}.`)
}

function spellKind({ category, granularity, values, rows, file }: KindData): object {
  if (file) return { category, granularity, file: spellFile(file) }
  return rows.length > 0 ? { category, granularity, rows } : { category, granularity, values }
}

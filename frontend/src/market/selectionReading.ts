import type { Hex } from '../domain/hex.ts'
import { listOf, memberOf, objectOf, type PlainJson } from './plainJson.ts'
import type { AttestedBy, SelectedKind, Selection } from './selection.ts'
import { granularities, termsLimits } from './terms.ts'

/** How the members of a selection, and of what is kept of it, are spelled. */
export const patterns = {
  word: /^0x[0-9a-f]{64}$/,
  address: /^0x[0-9a-f]{40}$/,
  signature: /^0x([0-9a-f]{2}){65,1024}$/,
  number: /^[1-9][0-9]{0,18}$/,
  name: /^[a-z][a-z0-9_-]{0,31}$/,
}
const { word, address, signature, number, name } = patterns

/** The selection that the JSON spells, null when a member is not what it should be. */
export function readSelection(value: PlainJson): Selection | null {
  try {
    return read(objectFrom(value))
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}

type Members = Readonly<Record<string, PlainJson>>

function read(members: Members): Selection {
  const at = (member: string) => memberOf(members, member)
  if (at('type') !== 'selection' || at('version') !== 1) throw new TypeError('type')
  const profile = BigInt(text(at('profile'), number))
  if (profile >= 1n << 63n) throw new TypeError('profile')
  const kinds = list(at('kinds'), termsLimits.asks).map(readKind)
  const sorted = kinds.every(
    (kind, index) => index === 0 || (kinds[index - 1]?.category ?? '') < kind.category,
  )
  if (kinds.length === 0 || !sorted) throw new TypeError('kinds')
  const attestation = at('attestation')
  if (attestation === undefined) throw new TypeError('attestation')
  return {
    offer: hex(at('offer'), word),
    profile,
    kinds,
    shown: hex(at('shown'), word),
    attestation: attestation === null ? null : readAttestation(objectFrom(attestation)),
  }
}

function readKind(value: PlainJson): SelectedKind {
  const members = objectFrom(value)
  const fields = list(memberOf(members, 'fields'), termsLimits.fields).map((field) => text(field, name))
  const granularity = granularities.find((one) => one === memberOf(members, 'granularity'))
  if (new Set(fields).size !== fields.length || !granularity) throw new TypeError('kind')
  return { category: text(memberOf(members, 'category'), name), granularity, fields }
}

function readAttestation(members: Members): AttestedBy {
  const issuedAt = memberOf(members, 'issuedAt')
  if (typeof issuedAt !== 'number' || issuedAt <= 0) throw new TypeError('issuedAt')
  return {
    attester: hex(memberOf(members, 'attester'), address),
    ptRoot: hex(memberOf(members, 'ptRoot'), word),
    category: text(memberOf(members, 'category'), name),
    issuedAt,
    signature: hex(memberOf(members, 'signature'), signature),
  }
}

function objectFrom(value: PlainJson | undefined): Members {
  const object = objectOf(value)
  if (!object) throw new TypeError('object')
  return object
}

function list(value: PlainJson | undefined, most: number): readonly PlainJson[] {
  const entries = listOf(value)
  if (!entries || entries.length > most) throw new TypeError('list')
  return entries
}

function text(value: PlainJson | undefined, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError('text')
  return value
}

function hex(value: PlainJson | undefined, pattern: RegExp): Hex {
  return text(value, pattern) as Hex // Safety: the patterns are hex.
}

import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import type { Hex } from '../domain/hex.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { parseJson } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { hasOnly, listOf, memberOf, objectOf, plainOf, type PlainJson } from './plainJson.ts'
import { chunkCount } from './record.ts'
import type { AttestedBy } from './selection.ts'
import { patterns } from './selectionReading.ts'
import type { Granularity } from './terms.ts'
import { isDate } from './values.ts'

/**
 * An attester's signature over the plaintext root of one offer's bundle, with what makes its bytes again: every
 * chunk's salt comes of the seed, the rest is the record in the vault as of a UTC day.
 */
export interface KeptAttestation extends AttestedBy {
  readonly offer: Hex
  readonly profile: string
  readonly granularity: Granularity
  readonly day: string
  readonly seed: Hex
}

const mostKept = 8
const { word, address, signature, number, name } = patterns
const members = {
  ...{
    offer: word,
    profile: number,
    category: name,
    granularity: /^(exact|bracket|yesno|noised)$/,
    day: /./,
  },
  ...{ seed: word, ptRoot: word, attester: address, issuedAt: null, signature },
}

/** The salts of an attested record, 32 bytes for each chunk of a bundle. */
export function saltsOf(seed: Hex, bundle: Uint8Array): Uint8Array {
  const start = joinBytes(utf8('hashtagspace/attested/salt/v1'), bytesOfHex(seed, 32))
  return joinBytes(
    ...Array.from({ length: chunkCount(bundle.length) }, (_, j) =>
      keccak256(joinBytes(start, bytesOfUint(BigInt(j), 4))),
    ),
  )
}

/** The file for an attester: the data in the clear, in the bytes whose root is to be signed. */
export function buildRequest(bundle: Uint8Array, seed: Hex): string {
  const type = 'attestation-request'
  return JSON.stringify({ type, version: 1, seed, bundle: new TextDecoder().decode(bundle) })
}

/** As a selection names it. */
export function namedBy({ attester, ptRoot, category, issuedAt, signature }: KeptAttestation): AttestedBy {
  return { attester, ptRoot, category, issuedAt, signature }
}

/** What an attester handed back; raises `attestation.json` or `.form`. It is not checked against anything yet. */
export function parseAttestation(data: Uint8Array): KeptAttestation {
  let value: PlainJson
  try {
    value = plainOf(parseJson(data))
  } catch (cause) {
    throw new DomainError('attestation.json', cause instanceof Error ? cause.message : '')
  }
  const file = objectOf(value)
  const kept = file && hasOnly(file, ['type', 'version', ...Object.keys(members)]) ? read(file) : null
  if (!kept || file?.['type'] !== 'attestation' || file['version'] !== 1)
    throw new DomainError('attestation.form', 'This is no attestation: ask the attester for the file again.')
  return kept
}

/** What a record of the vault keeps; what this page cannot read is left out. */
export function listAttestations(found: unknown): KeptAttestation[] {
  const held = objectOf(found)
  if (held?.['type'] !== 'attestations') return []
  return (listOf(held['items']) ?? []).flatMap((item) => read(objectOf(item)) ?? [])
}

/** What the record keeps from now on: one of each offer and granularity, the latest eight. */
export function putAttestation(found: unknown, kept: KeptAttestation) {
  const others = listAttestations(found).filter(
    ({ offer, granularity }) => offer !== kept.offer || granularity !== kept.granularity,
  )
  return { type: 'attestations', version: 1, items: [...others, kept].slice(-mostKept).map(spell) }
}

function read(from: Readonly<Record<string, PlainJson>> | null): KeptAttestation | null {
  if (!from) return null
  for (const [member, pattern] of Object.entries(members)) {
    const value = memberOf(from, member)
    if (
      pattern ? typeof value !== 'string' || !pattern.test(value) : !(typeof value === 'number' && value > 0)
    )
      return null
  }
  const kept = spell(from as unknown as KeptAttestation) // Safety: every member has just been checked.
  return isDate(kept.day) && BigInt(kept.profile) < 1n << 63n ? kept : null
}

/** The members in their order, and no other. */
function spell(kept: KeptAttestation) {
  const { offer, profile, category, granularity, day, seed, ptRoot, attester, issuedAt } = kept
  return {
    offer,
    profile,
    category,
    granularity,
    day,
    seed,
    ptRoot,
    attester,
    issuedAt,
    signature: kept.signature,
  }
}

import { DomainError } from '../domain/domainError.ts'
import type { Hex } from '../domain/hex.ts'
import { parseJson } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { listAsked } from './asks.ts'
import { listShownFields, type KindData } from './ladder.ts'
import { plainOf } from './plainJson.ts'
import { readSelection } from './selectionReading.ts'
import { findAsk, type Ask, type Granularity, type TermsDocument } from './terms.ts'

/**
 * What a person chose of an offer: the bytes whose salted digest a consent carries. There is one way to write a
 * selection, so the bytes that were hashed can be told from all others.
 */
export interface Selection {
  readonly offer: Hex
  readonly profile: bigint
  /** Sorted by category. */
  readonly kinds: readonly SelectedKind[]
  /** sha256 of the words the person read. */
  readonly shown: Hex
  readonly attestation: AttestedBy | null
}

/** One kind of data at one granularity, with the fields that are really sold; none for a file. */
export interface SelectedKind {
  readonly category: string
  readonly granularity: Granularity
  readonly fields: readonly string[]
}

/** Who attested the record that is sold, and the signature over its `Attestation`. */
export interface AttestedBy {
  readonly attester: Hex
  readonly ptRoot: Hex
  readonly category: string
  readonly issuedAt: number
  readonly signature: Hex
}
const maxBytes = 16_384

/** What the data sold is, without the data. */
export function selectKinds(kinds: readonly KindData[]): SelectedKind[] {
  const chosen = kinds.map((kind) => ({
    category: kind.category,
    granularity: kind.granularity,
    fields: listShownFields(kind),
  }))
  return chosen.sort((a, b) => (a.category < b.category ? -1 : 1))
}

/** The bytes of the selection; raises as `parseSelection`. */
export function buildSelection(selection: Selection): Uint8Array {
  const data = encode(selection)
  parseSelection(data)
  return data
}

/** The selection; raises `selection.bytes`, `selection.json`, `selection.form`, and nothing else. */
export function parseSelection(data: Uint8Array): Selection {
  if (data.length > maxBytes) throw refuse('bytes', 'A selection has at most 16,384 bytes.')
  const selection = readSelection(parseStrictly(data))
  if (!selection) throw refuse('form', 'The selection is malformed: build it with buildSelection.')
  const [own, given] = [encode(selection), data]
  if (own.length !== given.length || own.some((byte, at) => byte !== given[at])) {
    throw refuse('form', 'The selection is not written the one way there is: build it anew.')
  }
  return selection
}

/** The sum in 1e-18 TAG; raises `selection.ask` for a kind that is not asked for. */
export function priceOf(
  kinds: readonly Pick<SelectedKind, 'category' | 'granularity'>[],
  terms: Pick<TermsDocument, 'asks'>,
): bigint {
  return kinds.reduce((sum, kind) => sum + getAsk(kind, terms).price, 0n)
}

/** The ask that a kind answers; raises `selection.ask`. */
export function getAsk(
  { category, granularity }: Pick<SelectedKind, 'category' | 'granularity'>,
  terms: Pick<TermsDocument, 'asks'>,
): Ask {
  const ask = findAsk(terms, category, granularity)
  if (!ask) throw refuse('ask', `The offer does not ask for ${category} as ${granularity}.`)
  return ask
}

/**
 * Raises `selection.kinds`, `.ask`, `.fields`, `.price` or `.attestation` unless it is what is asked. Whether the
 * attester's signature holds, and the root is the deal's, is for whoever has the chain at hand.
 */
export function verifySelection(selection: Selection, terms: TermsDocument, price: bigint): void {
  verifyKinds(selection.kinds, terms)
  const total = priceOf(selection.kinds, terms)
  if (total !== price) {
    throw refuse('price', `The kinds cost ${total} by the terms, the consent says ${price} (1e-18 TAG).`)
  }
  const { attestation } = selection
  if (!attestation) return
  if (!terms.attesters.includes(attestation.attester)) {
    throw refuse('attestation', 'The record is attested by somebody whom the terms do not name.')
  }
  if (selection.kinds.length !== 1 || selection.kinds[0]?.category !== attestation.category) {
    throw refuse('attestation', 'An attested record is sold alone and whole.')
  }
}

/** Raises `selection.kinds`, `.ask` or `.fields` unless the terms permit this answer. */
export function verifyKinds(kinds: readonly SelectedKind[], terms: TermsDocument): void {
  const { minKinds, maxKinds } = terms
  if (kinds.length < minKinds || kinds.length > maxKinds) {
    throw refuse('kinds', `The offer takes ${minKinds} to ${maxKinds} kinds.`)
  }
  if (new Set(kinds.map((kind) => kind.category)).size !== kinds.length) {
    throw refuse('kinds', 'A category is sold at one granularity only.')
  }
  for (const kind of kinds) {
    const ask = getAsk(kind, terms)
    const asked = listAsked(ask).map((field) => field.id)
    const given = asked.filter((name) => kind.fields.includes(name))
    const differs = given.join() !== kind.fields.join()
    const lacks = ask.fields.length > 0 && given.length !== asked.length
    if (differs || (given.length === 0 && asked.length > 0) || lacks) {
      throw refuse('fields', `The fields of ${kind.category} are not those asked for.`)
    }
  }
}

function refuse(code: string, sentence: string): DomainError {
  return new DomainError(`selection.${code}`, sentence)
}

function parseStrictly(data: Uint8Array) {
  try {
    return plainOf(parseJson(data))
  } catch (cause) {
    throw refuse('json', cause instanceof Error ? cause.message : '')
  }
}

function encode({ offer, profile, kinds, shown, attestation }: Selection): Uint8Array {
  return utf8(
    JSON.stringify({
      type: 'selection',
      version: 1,
      offer,
      profile: String(profile),
      kinds: kinds.map(({ category, granularity, fields }) => ({ category, granularity, fields })),
      shown,
      attestation: attestation && spellAttestation(attestation),
    }),
  )
}

function spellAttestation({ attester, ptRoot, category, issuedAt, signature }: AttestedBy): AttestedBy {
  return { attester, ptRoot, category, issuedAt, signature }
}

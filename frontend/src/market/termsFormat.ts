import { toBase64 } from '../features/outbox/base64.ts'
import { limits } from '../domain/documents.ts'
import { parseContent } from '../domain/parseContent.ts'
import { parseJson, refuse } from '../domain/strictJson.ts'
import { utf8 } from '../domain/utf8.ts'
import { buildOdrl } from './odrl.ts'
import {
  termsContext,
  termsVersion,
  type Address,
  type Ask,
  type Question,
  type TermsDocument,
} from './terms.ts'
import { broken, type Members } from './termsMembers.ts'
import { readTerms } from './termsParsing.ts'

/** The terms that the bytes are; raises as `parseContent`, `terms.<rule>`, `terms.type` for another document. */
export function parseTerms(data: Uint8Array): TermsDocument {
  if (data.length > limits.contentBytes) {
    throw refuse('too_large', `A document has at most 65,536 bytes, this one ${data.length}; shorten it.`)
  }
  const value = parseJson(data)
  if (!(value instanceof Map)) throw refuse('not_object', 'A document is a JSON object.')
  const members: Members = value
  if (members.get('type') === 'terms') return readTerms(members)
  const { type } = parseContent(data)
  throw broken('type', `The document is a ${type}, not the terms of an offer.`)
}

/** The bytes of the document, after it has passed its own parser; raises as `parseTerms`. */
export function buildTerms(terms: TermsDocument): Uint8Array {
  const text = JSON.stringify(spellTerms(terms))
  if (/\\ud[89a-f]/.test(text.replaceAll('\\\\', ''))) {
    throw broken('surrogate', 'A text holds half of a surrogate pair; leave it out.')
  }
  const data = utf8(text)
  parseTerms(data)
  return data
}

/** The members of the document, in their order. */
export function spellTerms(terms: TermsDocument): Record<string, unknown> {
  const { controller } = terms
  return {
    type: 'terms',
    version: termsVersion,
    title: terms.title,
    purpose: terms.purpose,
    purposes: terms.purposes,
    controller: {
      name: controller.name,
      profile: String(controller.profile),
      contact: controller.contact,
      address: spellAddress(controller.address),
      domain: controller.domain,
    },
    recipients: terms.recipients.map(({ name, role, contact, address }) => ({
      name,
      role,
      contact,
      address: spellAddress(address),
    })),
    jurisdiction: terms.jurisdiction,
    language: terms.language,
    retentionDays: terms.retentionDays,
    storageLocations: terms.storageLocations,
    rights: terms.rights,
    withdrawal: { method: terms.withdrawal.method, url: terms.withdrawal.url },
    asks: terms.asks.map(spellAsk),
    minKinds: terms.minKinds,
    maxKinds: terms.maxKinds,
    envelopeKey: toBase64(terms.envelopeKey),
    attesters: terms.attesters,
    maxBytes: terms.maxBytes,
    createdAt: terms.createdAt,
    '@context': termsContext,
    odrl: buildOdrl(terms),
  }
}

/** One ask as it stands in the document; questions by field, only when there are any. */
export function spellAsk(ask: Ask): Record<string, unknown> {
  const { category, granularity, fields, price, questions } = ask
  const members = { category, granularity, fields, price: String(price) }
  if (questions.length === 0) return members
  const asked = questions.map((question): [string, object] => [question.field, spellQuestion(question)])
  return { ...members, questions: Object.fromEntries(asked) }
}

function spellQuestion({ least, months, oneOf, currency }: Question): Record<string, unknown> {
  const members = { least, months, oneOf: oneOf.length > 0 ? oneOf : null, currency }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}

function spellAddress({ street, city, postcode, country }: Address): Address {
  return { street, city, postcode, country }
}

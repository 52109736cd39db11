import { fromBase64, toBase64 } from '../features/outbox/base64.ts'
import type { Hex } from '../domain/hex.ts'
import type { Json } from '../domain/strictJson.ts'
import { buildOdrl } from './odrl.ts'
import { verifyPrices } from './prices.ts'
import {
  granularities,
  listCategories,
  purposeWords,
  recipientRoles,
  requiredRights,
  rightWords,
  termsContext,
  termsLimits as limits,
  termsVersion,
  type Ask,
  type Controller,
  type Purpose,
  type Question,
  type Recipient,
  type Right,
  type TermsDocument,
  type Withdrawal,
} from './terms.ts'
import * as read from './termsMembers.ts'
import { broken, type Members } from './termsMembers.ts'

const documentNames = [
  ...['type', 'version', 'title', 'purpose', 'purposes', 'controller', 'recipients', 'jurisdiction'],
  ...[
    'language',
    'retentionDays',
    'storageLocations',
    'rights',
    'withdrawal',
    'asks',
    'minKinds',
    'maxKinds',
    'envelopeKey',
  ],
  ...['attesters', 'maxBytes', 'createdAt', '@context', 'odrl'],
]
const categoryPattern = /^[a-z][a-z0-9-]{0,31}$/
const fieldPattern = /^[a-z][a-z0-9_]{0,31}$/
const pricePattern = /^[1-9][0-9]{0,27}$/
const languagePattern = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/
const addressPattern = /^0x[0-9a-f]{40}$/
const currencyPattern = /^[A-Z]{3}$/
const base64Pattern = /^[A-Za-z0-9+/]{1622}==$/

/**
 * The terms; raises `terms.<rule>` for the first rule broken, in the members' order, and nothing else.
 * Whether the categories asked for exist is another question: `verifyTerms` of `categories`.
 */
export function readTerms(value: Members): TermsDocument {
  const members = read.readObject(value, 'document', documentNames)
  const at = (name: string) => members.get(name)
  const integer = (name: string, rule: string, least: number, most: number) =>
    read.readInteger(at(name), rule, least, most)
  if (at('version') !== termsVersion) {
    throw broken('version', 'This program reads version 1 of the terms: renew the program.')
  }
  const terms: TermsDocument = {
    title: read.readLine(at('title'), 'title', limits.titleCharacters),
    purpose: read.readLine(at('purpose'), 'purpose', limits.purposeCharacters),
    purposes: read.readItems(at('purposes'), 'purposes', 1, limits.purposes, readPurpose),
    controller: readController(at('controller')),
    recipients: read.readItems(at('recipients'), 'recipients', 0, limits.recipients, readRecipient),
    jurisdiction: read.readCountry(at('jurisdiction'), 'jurisdiction'),
    language: read.readWord(at('language'), 'language', languagePattern, 'a tag such as en or pt-BR'),
    retentionDays: integer('retentionDays', 'retention_days', 1, limits.retentionDays),
    storageLocations: read.readItems(
      at('storageLocations'),
      'storage_locations',
      1,
      limits.locations,
      (location) => read.readCountry(location, 'storage_locations'),
    ),
    rights: readRights(at('rights')),
    withdrawal: readWithdrawal(at('withdrawal')),
    asks: readAsks(at('asks')),
    minKinds: integer('minKinds', 'min_kinds', 1, limits.asks),
    maxKinds: integer('maxKinds', 'max_kinds', 1, limits.asks),
    envelopeKey: readEnvelopeKey(at('envelopeKey')),
    attesters: read.readItems(at('attesters'), 'attesters', 0, limits.attesters, readAttester),
    maxBytes: integer('maxBytes', 'max_bytes', limits.leastBundleBytes, limits.bundleBytes),
    createdAt: integer('createdAt', 'created_at', 1, Number.MAX_SAFE_INTEGER),
  }
  if (at('@context') !== termsContext) throw broken('context', `The @context is ${termsContext}.`)
  verifyKinds(terms)
  verifyPrices(terms.asks, terms.minKinds, terms.maxKinds)
  verifyOdrl(at('odrl'), terms)
  return terms
}

function readPurpose(value: Json): Purpose {
  if (typeof value !== 'string' || !Object.hasOwn(purposeWords, value)) {
    throw broken('purposes', `A purpose is one of ${Object.keys(purposeWords).join(', ')}.`)
  }
  return value as Purpose // Safety: the table's own key.
}

function readController(value: Json | undefined): Controller {
  const members = read.readObject(value, 'controller', ['name', 'profile', 'contact', 'address', 'domain'])
  return {
    name: read.readLine(members.get('name'), 'controller', limits.lineCharacters),
    profile: read.readProfile(members.get('profile')),
    contact: read.readEmail(members.get('contact')),
    address: read.readAddress(members.get('address')),
    domain: members.get('domain') === null ? null : read.readHost(members.get('domain')),
  }
}

function readRecipient(value: Json): Recipient {
  const members = read.readObject(value, 'recipients', ['name', 'role', 'contact', 'address'])
  const role = recipientRoles.find((known) => known === members.get('role'))
  if (!role) throw broken('recipients', `A recipient's role is one of ${recipientRoles.join(', ')}.`)
  return {
    name: read.readLine(members.get('name'), 'recipients', limits.lineCharacters),
    role,
    contact: read.readEmail(members.get('contact')),
    address: read.readAddress(members.get('address')),
  }
}

function readRights(value: Json | undefined): Right[] {
  const rights = read.readItems(value, 'rights', 1, Object.keys(rightWords).length, readRight)
  const missing = requiredRights.filter((right) => !rights.includes(right))
  if (missing.length > 0) {
    throw broken('rights', `Whoever sells data here keeps these rights: add ${missing.join(', ')}.`)
  }
  return rights
}

function readRight(value: Json): Right {
  if (typeof value !== 'string' || !Object.hasOwn(rightWords, value)) {
    throw broken('rights', `A right is one of ${Object.keys(rightWords).join(', ')}.`)
  }
  return value as Right // Safety: the table's own key.
}

function readWithdrawal(value: Json | undefined): Withdrawal {
  const members = read.readObject(value, 'withdrawal', ['method', 'url'])
  const method = read.readLine(members.get('method'), 'withdrawal', limits.methodCharacters)
  const url = members.get('url')
  return { method, url: url === null ? null : read.readUrl(url, 'withdrawal') }
}

function readAsks(value: Json | undefined): Ask[] {
  const asks = read.readItems(value, 'asks', 1, limits.asks, readAsk)
  if (new Set(asks.map((ask) => `${ask.category} ${ask.granularity}`)).size < asks.length) {
    throw broken('asks', 'A category is asked for twice at one granularity: make it one ask.')
  }
  return asks
}

function readAsk(value: Json): Ask {
  const members = read.readObject(
    value,
    'asks',
    ['category', 'granularity', 'fields', 'price'],
    ['questions'],
  )
  const category = read.readWord(
    members.get('category'),
    'category',
    categoryPattern,
    'a name such as contact',
  )
  const granularity = granularities.find((name) => name === members.get('granularity'))
  if (!granularity) throw broken('granularity', `A granularity is one of ${granularities.join(', ')}.`)
  return {
    category,
    granularity,
    price: readPrice(members.get('price')),
    fields: read.readItems(members.get('fields'), 'fields', 0, limits.fields, readField),
    questions: members.has('questions') ? readQuestions(members.get('questions')) : [],
  }
}

function readField(value: Json): string {
  return read.readWord(value, 'fields', fieldPattern, 'a list of names such as birth_year')
}

function readPrice(value: Json | undefined): bigint {
  const what = 'a number of 1e-18 TAG above 0, written in decimal digits'
  const price = BigInt(read.readWord(value, 'price', pricePattern, what))
  if (price > limits.priceWei) {
    throw broken('price', 'A price is at most 1,000,000,000 TAG, which is all there is.')
  }
  return price
}

function readQuestions(value: Json | undefined): Question[] {
  if (!(value instanceof Map) || value.size < 1 || value.size > limits.fields) {
    throw broken('questions', 'The questions are an object with one question for each field, or left out.')
  }
  const members: Members = value
  const entries = [...members].sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([field, entry]) => readQuestion(field, entry))
}

function readQuestion(field: string, value: Json): Question {
  read.readWord(field, 'questions', fieldPattern, 'an object whose names are fields')
  const members = read.readObject(value, 'questions', [], ['least', 'months', 'oneOf', 'currency'])
  if (members.size === 0) {
    throw broken('questions', 'A question has parameters: least, months, oneOf or currency.')
  }
  const given = <T>(name: string, parse: (entry: Json | undefined) => T): T | null =>
    members.has(name) ? parse(members.get(name)) : null
  return {
    field,
    least: given('least', (entry) => read.readInteger(entry, 'questions', 0, limits.least)),
    months: given('months', (entry) => read.readInteger(entry, 'questions', 1, limits.months)),
    oneOf: given('oneOf', (entry) => read.readItems(entry, 'questions', 1, limits.values, readValue)) ?? [],
    currency: given('currency', (entry) =>
      read.readWord(entry, 'questions', currencyPattern, 'in a currency such as EUR'),
    ),
  }
}

function readValue(value: Json): string {
  return read.readLine(value, 'questions', limits.titleCharacters)
}

function readEnvelopeKey(value: Json | undefined): Uint8Array {
  if (typeof value !== 'string' || !base64Pattern.test(value)) {
    throw broken('envelope_key', 'The envelope key is an X-Wing public key of 1,216 bytes in base64.')
  }
  const key = fromBase64(value)
  if (toBase64(key) !== value) {
    throw broken('envelope_key', "The envelope key's base64 ends in stray bits: encode it anew.")
  }
  return key
}

function readAttester(value: Json): Hex {
  const address = read.readWord(value, 'attesters', addressPattern, 'a list of 0x and 40 digits 0-9, a-f')
  if (/^0x0{40}$/.test(address)) {
    throw broken('attesters', 'Nobody signs for the zero address: leave it out.')
  }
  return address as Hex // Safety: the pattern is the type.
}

function verifyKinds(terms: TermsDocument): void {
  const count = listCategories(terms).length
  if (terms.minKinds > terms.maxKinds || terms.maxKinds > count) {
    throw broken('kinds', `minKinds ≤ maxKinds ≤ ${count}, the number of categories asked for.`)
  }
}

function verifyOdrl(value: Json | undefined, terms: TermsDocument): void {
  if (spell(value) !== spell(buildOdrl(terms))) {
    throw broken('odrl', 'The odrl member does not say what the terms say: build the document anew.')
  }
}

/** Any JSON value in one spelling, whatever the order of its members. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'undefined'
  const members: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value)
  const spelled = members.map(([name, member]) => `${JSON.stringify(name)}:${spell(member)}`)
  return `{${spelled.sort().join(',')}}`
}

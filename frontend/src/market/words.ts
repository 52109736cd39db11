import { sha256 } from '@noble/hashes/sha2'
import type { Consent } from '../api/consentBody.ts'
import { DomainError } from '../domain/domainError.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { findQuestion } from './asks.ts'
import { explainBracket } from './brackets.ts'
import { getCategory, schemas, type Category, type Field } from './categories.ts'
import type { OfferTerms } from './consent.ts'
import { explainNoise } from './noise.ts'
import { spellTag } from './odrl.ts'
import { spellQuestion } from './questions.ts'
import { getAsk, priceOf, type SelectedKind, type Selection } from './selection.ts'
import { spellCount, spellSpan, spellTime } from './spans.ts'
import {
  listCategories,
  purposeWords,
  rightWords,
  type Ask,
  type Controller,
  type Recipient,
  type RecipientRole,
  type TermsDocument,
} from './terms.ts'

/**
 * The words that a person reads before signing: everything the consent does, one fact a line. The text is hashed
 * into the selection, so the buyer holds what was shown; both languages write it alike.
 */
export interface Signing {
  readonly terms: TermsDocument
  readonly offer: OfferTerms
  readonly profile: bigint | string
  readonly kinds: readonly SelectedKind[]
  readonly payee: Hex
  /** The last second in which the buyer may accept. */
  readonly validUntil: bigint
}
const roleWords: Readonly<Record<RecipientRole, string>> = {
  processor: 'works for them',
  'joint-controller': 'decides with them',
  'third-party': 'uses it for itself',
}

/** The text that is shown, lines joined by line feeds; raises `selection.ask`. */
export function describeConsent(signing: Signing): string {
  const { terms } = signing
  return [
    headline(signing),
    ...buyerLines(terms),
    ...signing.kinds.map((kind) => describeKind(kind, terms)),
    ...keepingLines(terms),
    ...withdrawalLines(terms),
    ...payLines(signing),
    publicLine(signing),
  ].join('\n')
}

/** What a selection holds of the text: its sha256. */
export function shownDigest(text: string): Hex {
  return hexOfBytes(sha256(utf8(text)))
}

/** Raises `selection.shown` unless the person was shown the words that belong to this consent. */
export function verifyShown(
  { kinds, shown }: Selection,
  terms: TermsDocument,
  offer: OfferTerms,
  { profile, payee, validUntil }: Consent,
): void {
  const text = describeConsent({ terms, offer, profile, kinds, payee, validUntil })
  if (shownDigest(text) !== shown) {
    throw new DomainError(
      'selection.shown',
      'The person was shown other words than those of this consent: do not accept it.',
    )
  }
}

function headline({ kinds, terms, offer }: Signing): string {
  const price = `${spellTag(priceOf(kinds, terms))} TAG`
  const sale = `You sell ${spellCount(kinds.length, 'kind')} of data to ${terms.controller.name}`
  if (offer.epochs === 0) return `${sale} for ${price}.`
  const times = spellCount(offer.epochs, 'time')
  return `${sale}, ${times}, once every ${spellSpan(offer.deliverSeconds)}, for ${price} each.`
}

function buyerLines(terms: TermsDocument): string[] {
  const buyer = terms.controller
  return [
    `Offer: ${terms.title}`,
    `Buyer: ${party(buyer)}`,
    `Buyer's profile: ${buyer.profile}; its web domain, as it says: ${buyer.domain ?? 'none'}`,
    `What for, in the buyer's words: ${terms.purpose}`,
    `What for: ${terms.purposes.map((purpose) => purposeWords[purpose]).join('; ')}`,
  ]
}

function party({ name, address, contact }: Controller | Recipient): string {
  const { street, postcode, city, country } = address
  return `${name}, ${street}, ${postcode} ${city}, ${place(country)}; ${contact}`
}

function place(code: string): string {
  if (code === 'EU') return 'European Union'
  return Object.hasOwn(schemas.countries, code) ? (schemas.countries[code] ?? code) : code
}

/** What of one kind is given, at which granularity and for how much; raises `selection.ask`. */
export function describeKind(kind: SelectedKind, terms: Pick<TermsDocument, 'asks'>): string {
  const ask = getAsk(kind, terms)
  const category = getCategory(kind.category)
  const price = `(${spellTag(ask.price)} TAG)`
  const fields = category.fields.filter((field) => kind.fields.includes(field.id))
  switch (kind.granularity) {
    case 'exact':
      if (category.shape === 'file') return `You give a file, whole ${price}`
      return `You give ${what(category)}, exactly as you wrote it ${price}: ${titles(fields)}`
    case 'bracket':
      return `You give ${what(category)}, made coarse ${price}: ${coarseTitles(fields)}`
    case 'yesno':
      return `You answer yes or no on ${category.title} ${price}: ${questions(ask, fields)}`
    case 'noised':
      return `You give ${what(category)} with random noise ${price}: ${noised(fields)}`
  }
}

function what(category: Category): string {
  return category.shape === 'rows' ? `each row of ${category.title}` : category.title
}

const titles = (fields: readonly Field[]) => fields.map((field) => field.title).join(', ')

const coarseTitles = (fields: readonly Field[]) =>
  fields.map((field) => `${field.title} (${explainBracket(field)})`).join(', ')

function questions(ask: Ask, fields: readonly Field[]): string {
  const asked = fields.map((field) => {
    const { yesno } = field.ladder
    return yesno ? [spellQuestion(field, yesno, findQuestion(ask, field))] : []
  })
  return asked.flat().join(' ')
}

function noised(fields: readonly Field[]): string {
  const told = fields.map((field) => {
    const { noised: noise } = field.ladder
    return noise ? [`${field.title}: ${explainNoise(noise)}`] : []
  })
  return told.flat().join('; ')
}

function keepingLines(terms: TermsDocument): string[] {
  const places = terms.storageLocations.map(place).join(', ')
  const others = terms.recipients.map((one) => `Also gets it: ${party(one)} (${roleWords[one.role]})`)
  const rights = terms.rights.map((right) => rightWords[right]).join('; ')
  const days = spellCount(terms.retentionDays, 'day')
  return [
    ...(others.length > 0 ? others : ['Nobody else gets it.']),
    `Kept for ${days} after you hand it over, in: ${places}. Then it is deleted.`,
    `Law that applies: ${place(terms.jurisdiction)}`,
    `Your rights: ${rights}.`,
  ]
}

function withdrawalLines({ withdrawal: { method, url } }: TermsDocument): string[] {
  return [
    'You can withdraw at any time without cost, on the Consents page of any gateway or at the contract.',
    'What you earned stays yours. What was handed over cannot be taken back; the buyer must delete it.',
    `Withdraw at the buyer, in its words: ${method}${url === null ? '' : ` ${url}`}`,
  ]
}

function payLines({ offer, payee, validUntil }: Signing): string[] {
  const last = offer.acceptUntil - 1n
  const span = spellSpan(offer.deliverSeconds)
  const deliver =
    offer.epochs > 0
      ? `hands over a new key once in every ${span}, and what it leaves out is not paid.`
      : `hands over the key within ${span}, or nothing is paid.`
  const lines = [
    `The buyer can accept until ${spellTime(validUntil < last ? validUntil : last)}. Then your program ${deliver}`,
    `Paid to ${payee.toLowerCase()}: ${whenPaid(offer)}.`,
  ]
  if (offer.garbageSeconds === 0) return lines
  const wait = spellSpan(offer.garbageSeconds)
  const proof = 'the buyer can prove to the contract that the data is not what you committed to'
  return [...lines, `The pay waits for ${wait} after that: meanwhile ${proof}, and then gets the price back.`]
}

function whenPaid({ epochs, vestingSeconds, upFrontBps }: OfferTerms): string {
  if (epochs > 0) return 'the price of one time with each key that is handed over'
  if (vestingSeconds === 0) return 'all of it when the key is handed over'
  const part = String(upFrontBps % 100).padStart(2, '0')
  const share = `${Math.floor(upFrontBps / 100)}.${part}`.replace(/\.?0*$/, '')
  const span = spellSpan(vestingSeconds)
  return `${share} % when the key is handed over, the rest evenly over ${span} while you do not withdraw`
}

/** What the chain shows; where all kinds are sold or none, an answer says which. */
function publicLine({ profile, terms }: Signing): string {
  const answer = `that profile ${profile} answered this offer, the price, the payee, the times`
  if (terms.minKinds === listCategories(terms).length) {
    const all = `${answer}, and which kinds you sold, for the offer takes all or none`
    return `Public for ever: ${all}. Not public: what they say.`
  }
  return `Public for ever: ${answer}. Not public: which kinds you chose and what they say.`
}

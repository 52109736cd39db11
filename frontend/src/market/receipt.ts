import { verifyTerms } from './asks.ts'
import { checksumAddress } from './checksumAddress.ts'
import { spellTag } from './odrl.ts'
import { personalDataOf, controllerOf, recipientOf, subjectOf } from './receiptParties.ts'
import { getCategory } from './categories.ts'
import { keptUntil, type Course, type Sale } from './sale.ts'
import type { SelectedKind } from './selection.ts'
import { isoTime } from './spans.ts'
import { rightWords, withdrawRight, type Right } from './terms.ts'
import { describeKind } from './words.ts'

/**
 * The consent receipt: ISO/IEC TS 27560:2023 through the W3C Data Privacy Vocabulary, as JSON-LD. Which field of
 * the standard is where: docs/consent-receipt.md. Source: the DPV community group's guide "Consent Records and
 * Receipts as per ISO/IEC TS 27560:2023 using DPV". No value of the data stands in it.
 */
export type JsonLd = Readonly<Record<string, unknown>>

const context: JsonLd = {
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  'dpv-27560': 'https://w3id.org/dpv/schema/dpv-27560#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  schema: 'https://schema.org/',
  sale: 'urn:hashtagspace:sale:',
}
const explicit = 'dpv:ExplicitlyExpressedConsent'
const time = (seconds: number) => isoTime(BigInt(seconds))
const id = (name: string) => ({ '@id': name })

/** The receipt as of `createdAt` (seconds), with the record in it; raises as `verifyTerms`. */
export function buildReceipt(sale: Sale, course: Course, createdAt: number): JsonLd {
  verifyTerms(sale.terms)
  const receiptId = `urn:hashtagspace:receipt:${sale.domain.chainId}:${sale.digest}:${createdAt}`
  return {
    '@context': context,
    '@id': receiptId,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': receiptId,
    'dct:conformsTo': id('dpv-27560:receipt'),
    'dct:created': time(createdAt),
    'dpv:hasRecordOfActivity': buildRecord(sale, course, createdAt),
  }
}

/** The consent record without a context of its own, as of `now` (seconds). */
export function buildRecord(sale: Sale, course: Course, now: number): JsonLd {
  const { terms, consent } = sale
  const recordId = `urn:hashtagspace:consent:${sale.domain.chainId}:${sale.digest}`
  return {
    '@id': recordId,
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': recordId,
    'dct:conformsTo': id('dpv-27560:record'),
    'dpv:hasDataSubject': id(profileOf(consent.profile)),
    'dpv:hasDataController': id(profileOf(terms.controller.profile)),
    'dpv:hasLegalBasis': id(explicit),
    'dpv:hasJurisdiction': id(`loc:${terms.jurisdiction}`),
    'dpv:hasNotice': notice(sale),
    'dpv:hasProcess': sale.selection.kinds.map((kind) => process(kind, sale)),
    'dpv:hasConsentControl': controls(sale),
    'dpv:hasRight': terms.rights.map((right) => rightOf(right, sale)),
    'dpv:hasEntity': [
      subjectOf(consent.profile, profileOf(consent.profile)),
      controllerOf(terms.controller, profileOf(terms.controller.profile)),
      ...terms.recipients.map((recipient, at) => recipientOf(recipient, partyId(sale, at))),
    ],
    'dpv:hasConsentStatus': states(sale, course, now),
    'sale:terms': chainTerms(sale),
  }
}

const profileOf = (profile: bigint | string) => `urn:hashtagspace:profile:${profile}`
const partyId = ({ consent }: Sale, at: number) => `urn:hashtagspace:terms:${consent.terms}:recipient:${at}`

/** The terms, by the digest that offer and consent carry, and the digest of the words shown. */
function notice({ terms, consent, selection }: Sale): JsonLd {
  return {
    '@id': `urn:hashtagspace:terms:${consent.terms}`,
    '@type': 'dpv:ConsentNotice',
    'dct:title': terms.title,
    'dct:description': terms.purpose,
    'dct:language': terms.language,
    'dct:date': time(Math.floor(terms.createdAt / 1000)),
    'sale:shown': selection.shown,
  }
}

/** One kind of data at its granularity, for all the purposes of the terms. */
function process(kind: SelectedKind, sale: Sale): JsonLd {
  const { terms } = sale
  const controller = profileOf(terms.controller.profile)
  const recipients = [controller, ...terms.recipients.map((_, at) => partyId(sale, at))]
  return {
    '@type': 'dpv:Process',
    'dct:title': `${getCategory(kind.category).title}, ${kind.granularity}`,
    'dct:description': describeKind(kind, terms),
    'dpv:hasPurpose': terms.purposes.map((purpose) => ({
      '@type': 'dpv:Purpose',
      'skos:broader': id(purpose),
      'dct:description': terms.purpose,
    })),
    'dpv:hasPersonalData': personalDataOf(kind),
    'dpv:hasDataSource': id('dpv:DataSubjectDataSource'),
    'dpv:hasDataController': id(controller),
    'dpv:hasRecipient': recipients.map(id),
    'dpv:hasStorageCondition': [
      {
        '@type': 'dpv:StorageLocation',
        'dpv:hasLocation': terms.storageLocations.map((place) => id(`loc:${place}`)),
      },
      {
        '@type': 'dpv:StorageDuration',
        'dpv:hasDuration': { '@type': 'dpv:TemporalDuration', 'rdf:value': `P${terms.retentionDays}D` },
      },
    ],
  }
}

/** Withdrawal at the contract, which every gateway relays, and at the business. */
function controls(sale: Sale): JsonLd[] {
  const { withdrawal, controller } = sale.terms
  return [
    {
      '@type': 'dpv:WithdrawConsent',
      'dct:description': "Revoke, signed by the profile's wallet, through any relay or to the contract",
      'dpv:isExercisedAt': id(contractOf(sale)),
    },
    {
      '@type': 'dpv:WithdrawConsent',
      'dct:description': withdrawal.method,
      'dpv:isExercisedAt': id(withdrawal.url ?? `mailto:${controller.contact}`),
    },
  ]
}

/** The market's account on its chain as an IRI (did:pkh over CAIP-10). */
function contractOf({ domain }: Sale): string {
  return `did:pkh:eip155:${domain.chainId}:${checksumAddress(domain.contract)}`
}

function rightOf(right: Right, sale: Sale): JsonLd {
  const place = right === withdrawRight ? contractOf(sale) : `mailto:${sale.terms.controller.contact}`
  return {
    '@type': ['dpv:DataSubjectRight', right],
    'dct:title': rightWords[right],
    'dpv:isExercisedAt': id(place),
  }
}

/** Given, then withdrawn or expired, each with its time; a withdrawn consent does not expire. */
function states(sale: Sale, course: Course, now: number): JsonLd[] {
  const until = course.endedAt ?? keptUntil(sale, course)
  const given = {
    ...state(
      ['dpv:ConsentGiven', explicit],
      course.givenAt,
      sale,
      "EIP-712 signature of the profile's wallet",
    ),
    'dpv:hasDuration': { '@type': 'dpv:UntilTimeDuration', 'rdf:value': time(until) },
  }
  if (course.withdrawnAt !== null) {
    const method = "Signature or transaction of the profile's wallet"
    return [given, last('dpv:ConsentWithdrawn', course.withdrawnAt, sale, method)]
  }
  if (now < until) return [given]
  return [given, last('dpv:ConsentExpired', until, sale, 'The end that the consent itself sets')]
}

function state(types: readonly string[], at: number, sale: Sale, method: string): JsonLd {
  return {
    '@type': types,
    'dpv:isIndicatedAtTime': time(at),
    'dpv:isIndicatedBy': id(profileOf(sale.consent.profile)),
    'dpv:hasIndicationMethod': method,
  }
}

/** The last state, which does not end. */
function last(status: string, at: number, sale: Sale, method: string): JsonLd {
  const duration = { '@type': 'dpv:EndlessDuration', 'rdf:value': 'for ever' }
  return { ...state([status], at, sale, method), 'dpv:hasDuration': duration }
}

/** What ties the record to the chain; the selection's salt stays with the two parties. */
function chainTerms(sale: Sale): JsonLd {
  const { consent, deal, digest } = sale
  return {
    'sale:market': id(contractOf(sale)),
    'sale:offer': consent.offer,
    'sale:deal': deal,
    'sale:consent': digest,
    'sale:receipt': consent.receipt,
    'sale:price': `${spellTag(consent.price)} TAG`,
    'sale:payee': checksumAddress(consent.payee),
    'sale:validUntil': isoTime(consent.validUntil),
  }
}

import type { Consent } from '../api/consentBody.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { DomainError } from '../domain/domainError.ts'
import type { TypedDomain } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { dealId, marketDigest, offerId, receiptDigest, type OfferTerms } from './consent.ts'
import { parseSelection, verifySelection, type Selection } from './selection.ts'
import type { TermsDocument } from './terms.ts'
import { parseTerms } from './termsFormat.ts'

/** One answer to one offer, with the documents that its digests name; `domain` is the market's. */
export interface Sale {
  readonly domain: TypedDomain
  readonly terms: TermsDocument
  readonly offer: OfferTerms
  readonly consent: Consent
  readonly selection: Selection
  /** What was signed. */
  readonly digest: Hex
  readonly deal: Hex
}

/** The bytes that a consent's digests were made of. */
export interface SaleDocuments {
  readonly terms: Uint8Array
  readonly selection: Uint8Array
  readonly receiptSalt: Uint8Array
}

/**
 * What became of the consent, in seconds; null: it did not happen. Given: when it was accepted, or signed while
 * it is not. Delivered: the last time that data was handed over. Ended: when the deal ended without data, not
 * delivered in time or proven not to be what was sold.
 */
export interface Course {
  readonly givenAt: number
  readonly deliveredAt: number | null
  readonly withdrawnAt: number | null
  readonly endedAt: number | null
}
const daySeconds = 86_400

/**
 * The sale, once every digest in the consent is that of the document beside it.
 * Raises `receipt.offer`, `.terms`, `.selection`, and the codes of `parseTerms`, `parseSelection` and
 * `verifySelection`.
 */
export function openSale(
  domain: TypedDomain,
  buyer: Hex,
  offer: OfferTerms,
  consent: Consent,
  documents: SaleDocuments,
): Sale {
  if (hexOfBytes(offerId(buyer, offer)) !== consent.offer) {
    throw refuse('offer', "The consent is for another offer, or the offer's terms were changed.")
  }
  if (contentDigest(documents.terms) !== consent.terms || offer.terms !== consent.terms) {
    throw refuse('terms', 'The terms are not those that the consent names.')
  }
  const receipt = hexOfBytes(receiptDigest(documents.receiptSalt, documents.selection))
  if (receipt !== consent.receipt) {
    throw refuse('selection', 'The selection is not the one that the consent names.')
  }
  const terms = parseTerms(documents.terms)
  const selection = parseSelection(documents.selection)
  if (selection.offer !== consent.offer || selection.profile !== consent.profile) {
    throw refuse('selection', 'The selection answers another offer or for another profile.')
  }
  verifySelection(selection, terms, consent.price)
  const digest = hexOfBytes(marketDigest('Consent', { ...consent }, domain))
  const deal = hexOfBytes(dealId(bytesOfHex(consent.offer), consent.profile))
  return { domain, terms, offer, consent, selection, digest, deal }
}

/**
 * The second from which the data is kept no longer: `retentionDays` after the last delivery. While nothing was
 * delivered, the last moment at which it can be counts.
 */
export function keptUntil({ offer, terms }: Pick<Sale, 'offer' | 'terms'>, course: Course): number {
  const latest = course.givenAt + (offer.epochs || 1) * offer.deliverSeconds
  return (course.deliveredAt ?? latest) + terms.retentionDays * daySeconds
}

function refuse(code: string, sentence: string): DomainError {
  return new DomainError(`receipt.${code}`, sentence)
}

import { Failure } from '../../api/failure.ts'
import type { Offer, OnChainTerms } from '../../api/marketModel.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { verifyBlinding } from '../../market/blinding.ts'
import { verifyTerms } from '../../market/asks.ts'
import { offerId, type OfferTerms } from '../../market/consent.ts'
import { wirePoint } from '../../market/points.ts'
import type { TermsDocument } from '../../market/terms.ts'
import { parseTerms } from '../../market/termsFormat.ts'
import { fromBase64 } from '../outbox/base64.ts'

/** An offer whose words are the ones that the chain was told. */
export interface CheckedOffer {
  readonly offer: Offer
  readonly terms: TermsDocument
}

/**
 * The offer with its terms, once everything that a gateway could have changed is recomputed here: the id out of
 * buyer and parameters, the digest of the document, the terms' own rules, the buyer's point.
 * Raises `offer.id`, `offer.document_missing`, `offer.document`, `terms.*`, `market.point`, `market.blinding`.
 */
export function checkOffer(offer: Offer): CheckedOffer {
  if (idOf(offer) !== offer.offerId) throw new Failure('offer.id', offer.offerId)
  if (offer.documentBytes === null) throw new Failure('offer.document_missing', '', true)
  const bytes = decode(offer.documentBytes)
  if (contentDigest(bytes) !== offer.onChain.terms) throw new Failure('offer.document')
  const terms = parseTerms(bytes)
  verifyTerms(terms)
  const { qx, qParity } = offer.onChain
  verifyBlinding(wirePoint(BigInt(qx), qParity))
  return { offer, terms }
}

/** What the contract was told, as the offer's id takes it. */
export function readOnChain(terms: OnChainTerms): OfferTerms {
  return {
    ...terms,
    qx: BigInt(terms.qx),
    acceptUntil: BigInt(terms.acceptUntil),
    upFrontBps: terms.upfrontBps,
  }
}

function idOf({ buyer, onChain }: Offer): string | null {
  try {
    return hexOfBytes(offerId(buyer, readOnChain(onChain)))
  } catch {
    return null
  }
}

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch {
    throw new Failure('offer.document')
  }
}

import { parseConsent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import type { Deal, Offer } from '../../api/marketModel.ts'
import type { TypedDomain } from '../../domain/eip712.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { utf8 } from '../../domain/utf8.ts'
import { buildReceipt, type JsonLd } from '../../market/receipt.ts'
import { openSale, type Course } from '../../market/sale.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { readOnChain } from '../offers/checkOffer.ts'
import { fromBase64 } from '../outbox/base64.ts'

/**
 * The receipt of a consent after ISO/IEC TS 27560, made of what this vault keeps and what the chain says; every
 * digest in it is recomputed first. Raises `offer.document_missing`, `receipt.*`.
 */
export function receiptOf(
  secret: DealSecret,
  offer: Offer,
  deal: Deal | null,
  domain: TypedDomain,
  nowSeconds: number,
): JsonLd {
  if (offer.documentBytes === null) throw new Failure('offer.document_missing', '', true)
  const sale = openSale(domain, offer.buyer, readOnChain(offer.onChain), parseConsent(secret.consent), {
    terms: fromBase64(offer.documentBytes),
    selection: utf8(secret.selection),
    receiptSalt: bytesOfHex(secret.receiptSalt, 32),
  })
  return buildReceipt(sale, courseOf(secret, deal), nowSeconds)
}

/** What became of a consent, in seconds, as the chain tells it. */
export function courseOf({ createdAt }: Pick<DealSecret, 'createdAt'>, deal: Deal | null): Course {
  const epoch = deal?.epochs[0]?.at
  return {
    givenAt: secondsOf(deal?.acceptedAt) ?? Math.floor(createdAt / 1000),
    deliveredAt: secondsOf(epoch ?? deal?.delivery?.at),
    withdrawnAt: secondsOf(deal?.withdrawn?.at),
    endedAt: deal?.state === 'refunded' ? secondsOf(deal.events.at(-1)?.at) : null,
  }
}

function secondsOf(time: string | null | undefined): number | null {
  return time ? Math.floor(Date.parse(time) / 1000) : null
}

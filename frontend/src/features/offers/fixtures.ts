import type { Offer } from '../../api/marketModel.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { utf8 } from '../../domain/utf8.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { buildBlinding } from '../../market/blinding.ts'
import { offerId } from '../../market/consent.ts'
import { envelopeKeyPair } from '../../market/envelope.ts'
import { parityOf } from '../../market/curve.ts'
import { makeOffer } from '../consents/fixtures.ts'
import { toBase64 } from '../outbox/base64.ts'
import { readOnChain } from './checkOffer.ts'

/** The buyer's secrets of every offer made here. */
export const buyersSecret = 987_654_321n
export const envelopeKeys = envelopeKeyPair(new Uint8Array(32).fill(7))

/** Terms as the vectors have them, sealed to an envelope that tests can open. */
export function withEnvelopeKey(terms: string): string {
  return terms.replace(/"envelopeKey":"[^"]*"/, `"envelopeKey":"${toBase64(envelopeKeys.publicKey)}"`)
}

/** An offer that holds together: the id is that of its parameters, the digest that of its document. */
export function makeCheckedOffer(
  text: string,
  change: Partial<Offer['onChain']> = {},
  rest: Partial<Offer> = {},
): Offer {
  const bytes = utf8(text)
  const q = buildBlinding(buyersSecret)
  const plain = makeOffer(rest)
  const onChain = {
    ...plain.onChain,
    qx: String(q.x),
    qParity: parityOf(q),
    terms: contentDigest(bytes),
    ...change,
  }
  return {
    ...plain,
    offerId: hexOfBytes(offerId(plain.buyer, readOnChain(onChain))),
    onChain,
    documentBytes: toBase64(bytes),
  }
}

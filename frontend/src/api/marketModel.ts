import type { Hex } from './model.ts'
import type { components } from './types.gen.ts'

/**
 * The market's shapes under this project's words, generated from openapi.json: amounts in 1e-18 TAG and numbers of
 * 256 bits as decimal text, times in RFC 3339 unless a name says seconds.
 */
type Schemas = components['schemas']

/** The members named are 0x-hex, as the gateway's contract says; what is checked later reads them as such. */
type Hexed<T, Names extends keyof T> = Omit<T, Names> & {
  [Name in Names]: null extends T[Name] ? Hex | null : Hex
}

export type OnChainTerms = Hexed<Schemas['OfferTermsOnChain'], 'salt' | 'terms'>
export type Offer = Hexed<Schemas['Offer'], 'offerId' | 'buyer' | 'txHash'> & { onChain: OnChainTerms }
export type Business = Schemas['Business']
export type Deal = Hexed<Schemas['Deal'], 'dealId' | 'offerId' | 'digest' | 'payee'>
export type DealState = Deal['state']
export type DealEvent = Schemas['DealEvent']
export type DealEpoch = Hexed<Schemas['EpochKey'], 'ctRoot'>
export type Payee = Hexed<Schemas['Payee'], 'address'>
export type CreditMovement = Schemas['CreditMovement']
export type SaleResponse = Hexed<Schemas['OfferResponse'], 'dealId' | 'signature'> & {
  consent: ConsentBody
  deal: Deal | null
}
export type StoredBlob = Schemas['StoredBlob']

/** A consent as it travels: names as in Solidity, integers as decimal text, bytes as hex. */
export interface ConsentBody {
  offer: Hex
  profile: string
  payee: Hex
  price: string
  validUntil: string
  terms: Hex
  receipt: Hex
  qx: string
  qParity: string
  xx: string
  xParity: string
  ctRoot: Hex
  ptRoot: Hex
  salt: Hex
}

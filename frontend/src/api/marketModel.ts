import type { Hex } from './model.ts'

/** The market's shapes as the gateway gives them: amounts in 1e-18 TAG as decimal text, times in RFC 3339. */

/** What the contract was told when the offer was opened; the offer's id is made of it and of the buyer. */
export interface OnChainTerms {
  salt: Hex
  terms: Hex
  qx: string
  qParity: number
  /** Unix seconds. */
  acceptUntil: number
  deliverSeconds: number
  garbageSeconds: number
  vestingSeconds: number
  upfrontBps: number
  maxResponses: number
  minLevel: number
  epochs: number
}

export interface Business {
  profileId: string
  handle: string
  name: string | null
  custodyMatches: boolean
  domain: { name: string; state: 'verified' | 'unverified' | 'unchecked'; checkedAt: string | null } | null
}

export interface Offer {
  offerId: Hex
  buyer: Hex
  state: 'open' | 'over' | 'closed'
  onChain: OnChainTerms
  document: unknown
  /** base64 of the bytes whose digest the chain has; null while nobody has them. */
  documentBytes: string | null
  documentState: 'available' | 'unavailable' | 'none' | 'invalid'
  business: Business | null
  budget: string
  free: string
  returned: string
  counts: {
    accepted: number
    delivered: number
    vesting: number
    subscribed: number
    settled: number
    refunded: number
    revoked: number
  }
  openedAt: string
  acceptUntil: string
  final: boolean
  txHash: Hex
}

export type DealState =
  'none' | 'accepted' | 'delivered' | 'vesting' | 'subscribed' | 'settled' | 'refunded' | 'revoked'

export interface DealEvent {
  type: string
  at: string
  blockNumber: number
  txHash: Hex
}

export interface DealEpoch {
  epoch: number
  xx: string
  xParity: number
  ctRoot: Hex
  dx: string
  dParity: number
  at: string
  envelope: string | null
}

export interface Deal {
  dealId: Hex
  offerId: Hex
  profileId: string
  /** Null in a deal that was withdrawn before it was accepted; so are payee, price and acceptedAt. */
  digest: Hex | null
  payee: Hex | null
  /** In a subscription of one epoch. */
  price: string | null
  state: DealState
  acceptedAt: string | null
  /** Unix seconds: the last one of the window or vesting time that runs; null in the other states. */
  until: number | null
  delivery: { dx: string; dParity: number; at: string; txHash: Hex } | null
  /** Times in Unix seconds. */
  vesting: { rest: string; from: number; until: number } | null
  epochs: DealEpoch[]
  credited: string
  returned: string
  withdrawn: { at: string; stage: DealState } | null
  deletion: { statement: Hex; at: string } | null
  final: boolean
  acceptFinal: boolean
  events: DealEvent[]
}

export interface Payee {
  address: Hex
  credited: string
  withdrawn: string
  credit: string
  history: {
    type: 'credited' | 'withdrawn'
    amount: string
    dealId: Hex | null
    offerId: Hex | null
    at: string
    txHash: Hex
  }[]
}

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

export interface SaleResponse {
  dealId: Hex
  profileId: string
  consent: ConsentBody
  signature: Hex
  envelope: string
  receivedAt: string
  deal: Deal | null
}

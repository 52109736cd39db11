import type { Deal, DealState } from '../../api/marketModel.ts'
import type { DealSecret } from '../../vault/keyFile.ts'

/** Where an answer to an offer stands: the deal's state once the chain knows it, what this browser did before. */
export type AnswerState =
  Exclude<DealState, 'none'> | 'prepared' | 'signed' | 'sent' | 'withdrawing' | 'expired' | 'barred'

export interface Answer {
  dealId: string
  offerId: string
  deal: Deal | null
  /** What the vault keeps of it; null while the vault is locked, or when another vault answered. */
  secret: DealSecret | null
  state: AnswerState
}

/**
 * The answers of a profile: every deal of the chain and every kept secret, the latest first. A secret whose
 * consent ran out unaccepted is expired; a deal withdrawn before it was accepted is barred; what was given up
 * before it was signed is not there.
 */
export function listAnswers(
  deals: readonly Deal[],
  secrets: readonly DealSecret[],
  nowSeconds: number,
): Answer[] {
  const known = new Map(deals.map((deal) => [deal.dealId, deal]))
  const fromChain = deals.map((deal): Answer => {
    const own = secrets.filter(({ dealId }) => dealId === deal.dealId)
    const secret = own.length > 1 ? (own.find((kept) => kept.state !== 'prepared') ?? null) : (own[0] ?? null)
    return { dealId: deal.dealId, offerId: deal.offerId, deal, secret, state: stateOfDeal(deal) }
  })
  const fromVault = secrets
    .filter(({ dealId, state }) => !known.has(dealId) && state !== 'dropped')
    .map((secret): Answer => {
      const { dealId, offerId } = secret
      return { dealId, offerId, deal: null, secret, state: stateOfSecret(secret, nowSeconds) }
    })
  return [...fromChain, ...fromVault].sort((a, b) => timeOf(b) - timeOf(a))
}

function stateOfDeal({ state, acceptedAt }: Deal): AnswerState {
  if (state === 'none' || (state === 'revoked' && acceptedAt === null)) return 'barred'
  return state
}

function stateOfSecret({ state, consent }: DealSecret, nowSeconds: number): AnswerState {
  if (state === 'prepared') return 'prepared'
  if (state === 'withdrawn') return 'withdrawing'
  if (Number(consent['validUntil']) < nowSeconds) return 'expired'
  return state === 'signed' ? 'signed' : 'sent'
}

function timeOf({ deal, secret }: Answer): number {
  const chain = deal?.acceptedAt ?? deal?.withdrawn?.at
  return secret?.createdAt ?? (chain ? Date.parse(chain) : 0)
}

/** One word for a list, and whether it is good, bad or waiting. */
export const stateWords: Record<AnswerState, { word: string; tone: 'plain' | 'good' | 'warn' | 'bad' }> = {
  prepared: { word: 'Not signed', tone: 'plain' },
  signed: { word: 'Signed, not sent', tone: 'warn' },
  sent: { word: 'Waiting for the business', tone: 'plain' },
  withdrawing: { word: 'Withdrawal signed', tone: 'warn' },
  expired: { word: 'Ran out', tone: 'plain' },
  barred: { word: 'Withdrawn in advance', tone: 'plain' },
  accepted: { word: 'Accepted, delivery due', tone: 'warn' },
  delivered: { word: 'Delivered, may be contested', tone: 'good' },
  vesting: { word: 'Earning', tone: 'good' },
  subscribed: { word: 'Subscribed', tone: 'good' },
  settled: { word: 'Paid', tone: 'good' },
  refunded: { word: 'Not paid', tone: 'bad' },
  revoked: { word: 'Withdrawn', tone: 'plain' },
}

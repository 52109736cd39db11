import type { Deal, Offer } from '../../api/marketModel.ts'
import type { DealSecret } from '../../vault/keyFile.ts'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
export const tagUnit = 10n ** 18n

/** An accepted deal as a gateway gives it; tests change what they are about. */
export function makeDeal(change: Partial<Deal> = {}): Deal {
  return {
    dealId: word('d'),
    offerId: word('1'),
    profileId: '77',
    digest: word('c'),
    payee: `0x${'aa'.repeat(20)}`,
    price: String(20n * tagUnit),
    state: 'accepted',
    acceptedAt: '2026-11-20T10:00:00Z',
    until: 1_795_000_000,
    delivery: null,
    vesting: null,
    epochs: [],
    credited: '0',
    returned: '0',
    withdrawn: null,
    deletion: null,
    final: true,
    acceptFinal: true,
    events: [],
    ...change,
  }
}

/** An open offer without its document. */
export function makeOffer(change: Partial<Offer> = {}): Offer {
  return {
    offerId: word('1'),
    buyer: `0x${'bb'.repeat(20)}`,
    state: 'open',
    onChain: {
      salt: word('a'),
      terms: word('b'),
      qx: '1',
      qParity: 0,
      acceptUntil: 1_796_000_000,
      deliverSeconds: 86_400,
      garbageSeconds: 0,
      vestingSeconds: 0,
      upfrontBps: 10_000,
      maxResponses: 100,
      minLevel: 0,
      epochs: 0,
    },
    document: null,
    documentBytes: null,
    documentState: 'available',
    business: null,
    refusal: null,
    budget: String(1_000n * tagUnit),
    free: String(900n * tagUnit),
    returned: '0',
    counts: {
      accepted: 1,
      delivered: 0,
      vesting: 0,
      subscribed: 0,
      settled: 4,
      refunded: 0,
      revoked: 0,
    },
    openedAt: '2026-11-18T10:00:00Z',
    acceptUntil: '2026-12-01T00:00:00Z',
    final: true,
    txHash: word('f'),
    ...change,
  }
}

/** What a vault keeps of an answer that was sent. */
export function makeSecret(change: Partial<DealSecret> = {}): DealSecret {
  return {
    dealId: word('d'),
    offerId: word('1'),
    nonce: word('7'),
    receiptSalt: word('6'),
    selection: '{"type":"selection","version":1,"kinds":[]}',
    consent: {
      offer: word('1'),
      profile: '77',
      payee: `0x${'aa'.repeat(20)}`,
      price: String(20n * tagUnit),
      validUntil: '1795500000',
      terms: word('b'),
      receipt: word('5'),
      qx: '1',
      qParity: '0',
      xx: '2',
      xParity: '0',
      ctRoot: word('4'),
      ptRoot: word('0'),
      salt: word('3'),
    },
    signature: `0x${'99'.repeat(65)}`,
    envelope: 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
    terms: word('b'),
    epochs: 0,
    createdAt: Date.parse('2026-11-20T09:00:00Z'),
    state: 'sent',
    ...change,
  }
}

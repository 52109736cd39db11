import { utils } from '@noble/secp256k1'
import { spellConsent, type Consent } from '../../api/consentBody.ts'
import type { Deal, Offer, SaleResponse } from '../../api/marketModel.ts'
import type { Config, Hex } from '../../api/model.ts'
import type { SentDelivery } from '../../chain/readDelivery.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { dealId, marketDigest } from '../../market/consent.ts'
import { deriveDealScalar } from '../../market/derivation.ts'
import { coarsen } from '../../market/ladder.ts'
import { parseValue } from '../../market/recordValues.ts'
import { addressOf, signDigest } from '../../wallet/sessionKeys.ts'
import { buildDelivery } from '../deliver/buildDelivery.ts'
import { checkOffer } from '../offers/checkOffer.ts'
import { buyersSecret, envelopeKeys, makeCheckedOffer, withEnvelopeKey } from '../offers/fixtures.ts'
import { prepareSale, type PreparedSale } from '../offers/prepareSale.ts'
import { marketOf, readOwnOffer, type OfferSecrets, type OwnOffer } from './ownOffer.ts'
import type { CheckSources } from './responses/checkResponse.ts'

const market: Hex = `0x${'55'.repeat(20)}`
// Safety: what the console reads of a config.
export const config = {
  network: { chainId: 31337 },
  contracts: {
    DataMarket: market,
    TagToken: `0x${'66'.repeat(20)}`,
    ProfileRegistry: `0x${'77'.repeat(20)}`,
    Faucet: null,
  },
} as Config
export const nowSeconds = 1_794_000_000
export const profile = 77n
export const secrets: OfferSecrets = { z: buyersSecret, envelopeSeed: envelopeKeys.seed }
const vaultKey = new Uint8Array(32).fill(3)
const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
)

/** One person's whole answer to an offer that holds together. */
export interface Answered {
  own: OwnOffer
  sale: PreparedSale
  response: SaleResponse
  custody: Hex
  sign: (consent: Consent) => Promise<Hex>
  /** What the person delivers when they were accepted. */
  deliver: () => { deal: Deal; sent: SentDelivery }
}

export async function makeAnswer(onChain: Partial<Offer['onChain']> = {}): Promise<Answered> {
  const offer = makeCheckedOffer(sample, { acceptUntil: nowSeconds + 86_400, ...onChain })
  const checked = checkOffer(offer)
  const own = readOwnOffer(offer, config)
  const ask = checked.terms.asks.find(
    ({ category, granularity }) => category === 'interests' && granularity === 'exact',
  )
  if (!ask) throw new Error('the sample asks for interests')
  const kind = coarsen(
    ask,
    parseValue('interests', { fields: { topics: ['food-and-drink.coffee'] } }),
    '2026-11-20',
  )
  const { place, domain } = marketOf(config)
  const wish = {
    checked,
    profile,
    kinds: [kind],
    payee: `0x${'aa'.repeat(20)}` as Hex,
    day: '2026-11-20',
    place,
    nowSeconds,
  }
  const sale = await prepareSale(wish, (use) => use(vaultKey))
  const secret = utils.randomSecretKey()
  const sign = async (consent: Consent) =>
    hexOfBytes(await signDigest(marketDigest('Consent', { ...consent }, domain), secret))
  const response: SaleResponse = {
    dealId: hexOfBytes(dealId(bytesOfHex(offer.offerId, 32), profile)),
    profileId: String(profile),
    consent: spellConsent(sale.consent),
    signature: await sign(sale.consent),
    envelope: 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
    receivedAt: '2026-11-20T10:00:00.000Z',
    deal: null,
  }
  const deliver = () => {
    const digest = marketDigest('Consent', { ...sale.consent }, domain)
    const x = deriveDealScalar(
      vaultKey,
      place,
      bytesOfHex(offer.offerId, 32),
      bytesOfHex(sale.secret.nonce, 32),
    )
    const { dx, dParity, proof } = buildDelivery(sale.consent, digest, x)
    const { inv, ...rest } = proof
    const sent: SentDelivery = { epoch: null, dx, dParity, proof: { ...rest, inverse: inv } }
    return { sent, deal: makeDeal(response, hexOfBytes(digest), sent) }
  }
  return { own, sale, response, custody: addressOf(secret), sign, deliver }
}

function makeDeal(
  { dealId, profileId, consent }: SaleResponse,
  digest: Hex,
  { dx, dParity }: SentDelivery,
): Deal {
  const at = '2026-11-20T12:00:00.000Z'
  return {
    dealId,
    offerId: consent.offer,
    profileId,
    digest,
    payee: consent.payee,
    price: consent.price,
    state: 'delivered',
    acceptedAt: '2026-11-20T11:00:00.000Z',
    until: nowSeconds + 3_600,
    delivery: { dx: String(dx), dParity, at, txHash: `0x${'dd'.repeat(32)}` },
    vesting: null,
    epochs: [],
    credited: '0',
    returned: '0',
    withdrawn: null,
    deletion: null,
    final: true,
    acceptFinal: true,
    events: [],
  }
}

/** A chain and a gateway on which this answer is in order; tests change what they are about. */
export function sourcesFor({ custody, sale }: Answered, change: Partial<CheckSources> = {}): CheckSources {
  const reads = {
    custody: () => Promise.resolve(custody),
    isContract: () => Promise.resolve(false),
    isSigned: () => Promise.resolve(false),
    level: () => Promise.resolve(3),
  } as unknown as CheckSources['reads'] // Safety: the checks ask nothing else.
  return {
    reads,
    readDeal: () => Promise.resolve({ state: 'none', withdrawn: false }),
    loadEnvelope: () => Promise.resolve(sale.envelope),
    commitments: { isFresh: () => Promise.resolve(true) },
    nowSeconds: () => nowSeconds,
    ...change,
  }
}

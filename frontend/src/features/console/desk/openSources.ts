import type { Config } from '../../../api/model.ts'
import { readDeal } from '../../../chain/readDeal.ts'
import { readDelivery } from '../../../chain/readDelivery.ts'
import { addressOf, readMarket } from '../../../chain/readMarket.ts'
import { chainOf } from '../chainOf.ts'
import type { DeliverySources } from '../deliveries/fetchDelivered.ts'
import { loadEnvelope } from '../loadEnvelope.ts'
import { Commitments } from '../responses/commitments.ts'
import type { CheckSources } from '../responses/checkResponse.ts'

/** Whom the desk asks: the chain source chosen at the time of each question, and the gateway for sealed bytes. */
export function openSources(
  config: Config,
  base: string,
  scope: string,
): CheckSources & DeliverySources & { chainName(): string } {
  const market = addressOf(config.contracts, 'DataMarket')
  const provider = () => chainOf(config).provider
  const reads = () => readMarket(provider(), config.contracts)
  return {
    reads: {
      isSigned: (...asked) => reads().isSigned(...asked),
      custody: (profile) => reads().custody(profile),
      level: (profile) => reads().level(profile),
      balance: (account) => reads().balance(account),
      permitNonce: (account) => reads().permitNonce(account),
      canDrip: (account) => reads().canDrip(account),
      coin: (account) => reads().coin(account),
      isContract: (account) => reads().isContract(account),
    },
    readDeal: (offer, profile) => readDeal(provider(), market, { offer, profile }, 'latest'),
    readDelivery: (hash, deal) => readDelivery(provider(), hash, deal),
    loadEnvelope: (cid) => loadEnvelope(base, cid),
    commitments: new Commitments(scope),
    nowSeconds: () => Date.now() / 1000,
    chainName: () => chainOf(config).name,
  }
}

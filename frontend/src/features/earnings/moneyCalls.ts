import { parseConsent, spellConsent } from '../../api/consentBody.ts'
import type { Deal } from '../../api/marketModel.ts'
import type { Hex } from '../../api/model.ts'
import { dataMarketClaim, dataMarketSettle, dataMarketWithdraw } from '../../chain/marketAbi.gen.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { wishFor } from '../relay/relayCall.ts'

/** All of an account's credit is paid out to it. */
export const withdrawCall = (payee: Hex) => wishFor(dataMarketWithdraw, [payee], { payee })

/** What has vested of a deal becomes credit. */
export const claimCall = ({ offerId, profileId }: Pick<Deal, 'offerId' | 'profileId'>) =>
  wishFor(dataMarketClaim, [offerId, BigInt(profileId)], { offer: offerId, profile: profileId })

/** A delivered deal whose time to contest is over is paid; null while the vault or the delivery is not at hand. */
export function settleCall(deal: Deal, secret: DealSecret | null) {
  if (!deal.delivery || !secret) return null
  const consent = parseConsent(secret.consent)
  const { dx, dParity } = deal.delivery
  return wishFor(dataMarketSettle, [consent, BigInt(dx), dParity], {
    consent: spellConsent(consent),
    dx,
    dParity: String(dParity),
  })
}

/** Whether the time to contest a delivered deal is over. */
export function isSettleable(deal: Deal, nowSeconds: number): boolean {
  return deal.state === 'delivered' && deal.until !== null && nowSeconds > deal.until
}

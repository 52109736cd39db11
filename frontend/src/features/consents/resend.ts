import { parseConsent, spellConsent } from '../../api/consentBody.ts'
import { Failure } from '../../api/failure.ts'
import { openMarket } from '../../api/market.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'

/**
 * An answer that was signed and did not reach the gateway is handed over: the same consent, signature and
 * envelope. Raises `response.*`; `response.envelope` when the gateway dropped the envelope meanwhile.
 */
export async function resend(secret: DealSecret): Promise<void> {
  if (!secret.signature || !secret.envelope) throw new Failure('response.envelope')
  const consent = parseConsent(secret.consent)
  await openMarket(gateway.api.base).submitResponse(consent.offer, {
    consent: spellConsent(consent),
    signature: secret.signature,
    envelope: secret.envelope,
  })
  await vault.putDeal({ ...secret, state: 'sent' })
}

import type { Config } from '../../api/model.ts'
import { readPreference, writePreference } from '../../state/preferences.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'

const nameOf = (offerId: string, config: Config): string =>
  `withdrawn:${config.network.chainId}:${config.contracts.DataMarket}:${session.viewer}:${offerId}`.toLowerCase()

/** Whether the profile in use has signed a withdrawal from the offer in this browser. It is public soon anyway. */
export function isWithdrawnHere(offerId: string, config: Config): boolean {
  return readPreference(nameOf(offerId, config)) !== null
}

/**
 * Nothing is delivered to the offer any more, from this browser at once and from every other one as soon as it
 * reads the vault: a withdrawal holds from its signature on, not from the day a gateway carries it.
 */
export async function markWithdrawn(offerId: string, config: Config): Promise<void> {
  writePreference(nameOf(offerId, config), '1')
  if (vault.status !== 'open') return
  for (const secret of vault.deals) {
    if (secret.offerId === offerId && secret.state !== 'withdrawn')
      await vault.putDeal({ ...secret, state: 'withdrawn' })
  }
}

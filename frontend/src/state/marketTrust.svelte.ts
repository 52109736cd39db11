import type { Config } from '../api/model.ts'
import { deployment, type Trust } from './deployment.svelte.ts'
import { readPreference, writePreference } from './preferences.ts'

/**
 * Why this browser believes that a gateway names the right market contract. It is a question of its own: a gateway
 * could name the true registries and a market of its own making, and whoever signed for that one would not be paid.
 */
class MarketTrust {
  #changes = $state(0)

  of(config: Config): Trust {
    void this.#changes
    const registries = deployment.of(config)
    if (registries === 'own' || registries === 'unknown' || registries === 'changed') return registries
    if (__MARKETS__.includes(nameOf(config))) return 'known'
    const accepted = readPreference(acceptedName(config))
    return accepted === nameOf(config) ? 'accepted' : accepted === null ? 'unknown' : 'changed'
  }

  /** Nothing is signed for a market that only a gateway names. */
  isTrusted(config: Config): boolean {
    const trust = this.of(config)
    return trust !== 'unknown' && trust !== 'changed'
  }

  /** The person takes this market, and the registries beside it, for the right ones from now on. */
  accept(config: Config): void {
    const registries = deployment.of(config)
    if (registries === 'unknown' || registries === 'changed') deployment.accept(config)
    writePreference(acceptedName(config), nameOf(config))
    this.#changes += 1
  }

  withdraw(config: Config): void {
    writePreference(acceptedName(config), null)
    this.#changes += 1
  }
}
export const marketTrust = new MarketTrust()

const acceptedName = ({ network }: Config) => `market:${network.chainId}`
const nameOf = ({ network, contracts }: Config) => `${network.chainId}:${contracts.DataMarket}`.toLowerCase()

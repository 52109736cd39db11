import type { Config } from '../api/model.ts'
import { deployment, type Trust } from './deployment.svelte.ts'
import { readPreference, writePreference } from './preferences.ts'

/**
 * Why this browser believes that a gateway names the right contracts beside the registries. It is a question of its
 * own: a gateway could name the true registries and, say, a market of its own making, and whoever signed for that one
 * would lose by it.
 */
export class ContractTrust {
  #changes = $state(0)
  readonly #kind: string
  readonly #listed: readonly string[]
  readonly #addresses: (contracts: Config['contracts']) => string

  /** `kind` names what the person accepted; `listed` are the names that this release vouches for. */
  constructor(
    kind: string,
    listed: readonly string[],
    addresses: (contracts: Config['contracts']) => string,
  ) {
    this.#kind = kind
    this.#listed = listed
    this.#addresses = addresses
  }

  of(config: Config): Trust {
    void this.#changes
    const registries = deployment.of(config)
    if (registries === 'own' || registries === 'unknown' || registries === 'changed') return registries
    const name = this.#nameOf(config)
    if (this.#listed.includes(name)) return 'known'
    const accepted = readPreference(this.#key(config))
    return accepted === name ? 'accepted' : accepted === null ? 'unknown' : 'changed'
  }

  /** Nothing is signed for contracts that only a gateway names. */
  isTrusted(config: Config): boolean {
    const trust = this.of(config)
    return trust !== 'unknown' && trust !== 'changed'
  }

  /** The person takes these contracts, and the registries beside them, for the right ones from now on. */
  accept(config: Config): void {
    const registries = deployment.of(config)
    if (registries === 'unknown' || registries === 'changed') deployment.accept(config)
    writePreference(this.#key(config), this.#nameOf(config))
    this.#changes += 1
  }

  withdraw(config: Config): void {
    writePreference(this.#key(config), null)
    this.#changes += 1
  }

  #key({ network }: Config): string {
    return `${this.#kind}:${network.chainId}`
  }

  #nameOf({ network, contracts }: Config): string {
    return `${network.chainId}:${this.#addresses(contracts)}`.toLowerCase()
  }
}

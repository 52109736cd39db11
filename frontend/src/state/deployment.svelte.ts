import type { Config } from '../api/model.ts'
import { gateway } from './gateway.svelte.ts'
import { readPreference, writePreference } from './preferences.ts'
import { networkScope } from './scope.ts'

/**
 * Why this browser believes that a gateway names the right contracts: the release names them too, everything
 * runs on the person's own machine, or the person accepted them. `changed` = others were accepted for this chain.
 */
export type Trust = 'known' | 'own' | 'accepted' | 'unknown' | 'changed'

const local = 31337

/** What the person accepted, by chain id, and the nodes that wallets took from a gateway. */
class DeploymentTrust {
  #changes = $state(0)

  of(config: Config): Trust {
    void this.#changes
    const scope = networkScope(config)
    if (__DEPLOYMENTS__.includes(scope)) return 'known'
    if (isOwnMachine(config)) return 'own'
    const accepted = readPreference(acceptedName(config))
    return accepted === scope ? 'accepted' : accepted === null ? 'unknown' : 'changed'
  }

  /** Whether a wallet on this network asks a node that a gateway named and nobody else vouched for. */
  hasForeignNode(config: Config): boolean {
    void this.#changes
    const node = readPreference(nodeName(config))
    return node !== null && !isOwnMachine(config) && readPreference(`${nodeName(config)}:accepted`) !== node
  }

  /** The node that a wallet took from a gateway, or null. */
  nodeOf(config: Config): string | null {
    return readPreference(nodeName(config))
  }

  /** The wallet now asks a node that the gateway named. */
  noteNode(config: Pick<Config, 'network'>): void {
    writePreference(nodeName(config), config.network.rpcUrl)
    this.#changes += 1
  }

  /** The person takes these contracts, and the wallet's node, for the right ones from now on. */
  accept(config: Config): void {
    writePreference(acceptedName(config), networkScope(config))
    writePreference(`${nodeName(config)}:accepted`, readPreference(nodeName(config)))
    this.#changes += 1
  }

  withdraw(config: Config): void {
    writePreference(acceptedName(config), null)
    writePreference(`${nodeName(config)}:accepted`, null)
    this.#changes += 1
  }
}
export const deployment = new DeploymentTrust()

const acceptedName = ({ network }: Pick<Config, 'network'>) => `deployment:${network.chainId}`
const nodeName = ({ network }: Pick<Config, 'network'>) => `node:${network.chainId}`

/** Page, gateway and chain are all on this computer, and the chain is the one of `hashtagspace dev`. */
function isOwnMachine({ network }: Config): boolean {
  const places = [window.location.href, gateway.url || window.location.href, network.rpcUrl]
  return network.chainId === local && places.every(isLoopback)
}

function isLoopback(address: string | null): boolean {
  if (!address || !URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return /^https?:$/.test(protocol) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

import { httpProvider } from '../chain/httpProvider.ts'
import type { Config } from '../api/model.ts'
import { deployment } from '../state/deployment.svelte.ts'
import { chainSource } from '../state/chainSource.svelte.ts'
import { connection } from '../wallet/connection.svelte.ts'
import type { Provider } from '../wallet/provider.ts'
import type { ChainSourceKind } from './report.ts'

export interface ChainSource {
  kind: ChainSourceKind
  name: string
  /** Null: nothing but the gateway's own proof is at hand. */
  provider: Provider | null
}

/**
 * Whom to ask about the chain, by the person's choice. A node that the gateway itself named is still the
 * gateway's word, so it is not asked; nor is anybody
 * about contracts that only the gateway named.
 */
export function pickChainSource(config: Config, gatewayName: string): ChainSource {
  const word = { kind: 'gateway' as const, name: `the word of ${gatewayName}`, provider: null }
  const trust = deployment.of(config)
  if (trust === 'unknown' || trust === 'changed')
    return { ...word, name: `${word.name}, whose contracts you did not accept` }
  if (chainSource.choice === 'rpc' && chainSource.url) {
    return {
      kind: 'rpc',
      name: `your node at ${new URL(chainSource.url).host}`,
      provider: httpProvider(chainSource.url),
    }
  }
  const { wallet, chainId } = connection
  if (chainSource.choice === 'wallet' && wallet && chainId === config.network.chainId) {
    const { name } = wallet.info
    if (deployment.hasForeignNode(config))
      return { ...word, name: `${word.name}, which chose your wallet’s node` }
    const source = trust === 'own' ? `your own machine, through ${name}` : `your wallet (${name})`
    return { kind: 'wallet', name: source, provider: wallet.provider }
  }
  return word
}

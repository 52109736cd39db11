import { httpProvider } from '../chain/httpProvider.ts'
import type { Config } from '../api/model.ts'
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
 * gateway's word, so it is not asked.
 */
export function pickChainSource(config: Config, gatewayName: string): ChainSource {
  if (chainSource.choice === 'rpc' && chainSource.url) {
    return {
      kind: 'rpc',
      name: `your node at ${new URL(chainSource.url).host}`,
      provider: httpProvider(chainSource.url),
    }
  }
  const { wallet, chainId } = connection
  if (chainSource.choice === 'wallet' && wallet && chainId === config.network.chainId) {
    return { kind: 'wallet', name: `your wallet (${wallet.info.name})`, provider: wallet.provider }
  }
  return { kind: 'gateway', name: `the word of ${gatewayName}`, provider: null }
}

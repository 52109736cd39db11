import { Failure } from '../../api/failure.ts'
import type { Config } from '../../api/model.ts'
import { httpProvider } from '../../chain/httpProvider.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import type { Provider } from '../../wallet/provider.ts'

/** Whom the console asks about the chain, and how it is named beside what it said. */
export interface ConsoleChain {
  provider: Provider
  name: string
}

/**
 * The person's own chain source; without one the wallet's node, then the node that the gateway names, each said so.
 * Raises `chain.none` when there is nobody to ask.
 */
export function chainOf(config: Config): ConsoleChain {
  const source = pickChainSource(config, gateway.name)
  if (source.provider) return { provider: source.provider, name: source.name }
  const { wallet, chainId } = connection
  if (wallet && chainId === config.network.chainId)
    return { provider: wallet.provider, name: `${wallet.info.name}, whose node you did not choose` }
  const { rpcUrl } = config.network
  if (rpcUrl) return { provider: httpProvider(rpcUrl), name: `a node that ${gateway.name} named` }
  throw new Failure(
    'chain.none',
    'There is no chain node to ask. Connect a wallet, or name a node in Settings.',
  )
}

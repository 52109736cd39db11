import type { Config } from '../api/model.ts'

/**
 * The name under which this browser keeps keys, drafts and pending intents: a chain that was reset,
 * or another deployment, never meets old keys.
 */
export function networkScope(config: Pick<Config, 'network' | 'contracts' | 'startBlock'>): string {
  const { network, contracts, startBlock } = config
  return `${network.chainId}:${contracts.PostRegistry.toLowerCase()}:${startBlock.hash.toLowerCase()}`
}

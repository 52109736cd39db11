import type { Config } from '../api/model.ts'

/**
 * The name under which this browser keeps keys, drafts and pending intents: a chain that was reset,
 * or another deployment, never meets old keys. Every address that a check relies on is part of it.
 */
export function networkScope(config: Pick<Config, 'network' | 'contracts' | 'startBlock'>): string {
  const { network, contracts, startBlock } = config
  const parts = [network.chainId, contracts.PostRegistry, contracts.ProfileRegistry, startBlock.hash]
  return parts.join(':').toLowerCase()
}

import type { Config, Hex } from '../../api/model.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import type { TypedDomain } from '../../domain/eip712.ts'
import type { MarketPlace } from '../../market/derivation.ts'

// Safety: the gateway's config names addresses; a wrong form makes what uses it fail.
export const marketAddress = ({ contracts }: Config): Hex => contracts.DataMarket as Hex

/** Where signatures for the market count. */
export const marketDomain = (config: Config): TypedDomain => ({
  chainId: config.network.chainId,
  contract: marketAddress(config),
})

/** The market that the keys of deals are derived for. */
export const marketPlace = (config: Config): MarketPlace => ({
  chainId: BigInt(config.network.chainId),
  contract: bytesOfHex(marketAddress(config), 20),
})

import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { profileRegistryCustodyOf } from './abi.gen.ts'
import { callWords } from './callWords.ts'
import { dataMarketIsSigned, dataMarketPersonhood, faucetCanDrip, noLevelsLevelOf } from './marketAbi.gen.ts'
import { tagTokenBalanceOf, tagTokenNonces } from './tokenAbi.gen.ts'

type Contracts = Config['contracts']
/**
 * What accounts and profiles are and have, asked of one chain source; deals are read by readDeal.ts. Each raises the
 * provider's error or `chain.unreachable`.
 */
export function readMarket(provider: Provider, contracts: Contracts) {
  const market = addressOf(contracts, 'DataMarket')
  const one = async (answer: Promise<bigint[]>): Promise<bigint> => (await answer)[0] ?? 0n
  return {
    /** Whether a contract account takes the signature for its own (ERC-1271), as the market asks it. */
    isSigned: async (signer: Hex, structHash: Hex, signature: Hex): Promise<boolean> =>
      (await one(callWords(provider, market, dataMarketIsSigned, [signer, structHash, signature], 1))) === 1n,
    custody: async (profile: bigint): Promise<Hex> => {
      const registry = addressOf(contracts, 'ProfileRegistry')
      return spellAddress(await one(callWords(provider, registry, profileRegistryCustodyOf, [profile], 1)))
    },
    async level(profile: bigint): Promise<number> {
      const personhood = await one(callWords(provider, market, dataMarketPersonhood, [], 1))
      return Number(await one(callWords(provider, spellAddress(personhood), noLevelsLevelOf, [profile], 1)))
    },
    balance: (account: Hex) =>
      one(callWords(provider, addressOf(contracts, 'TagToken'), tagTokenBalanceOf, [account], 1)),
    permitNonce: (account: Hex) =>
      one(callWords(provider, addressOf(contracts, 'TagToken'), tagTokenNonces, [account], 1)),
    canDrip: async (account: Hex): Promise<boolean> =>
      contracts.Faucet !== null &&
      (await one(callWords(provider, addressOf(contracts, 'Faucet'), faucetCanDrip, [account], 1))) === 1n,
    /** Wei of the network's coin. */
    coin: async (account: Hex): Promise<bigint> =>
      BigInt(String(await provider.request({ method: 'eth_getBalance', params: [account, 'latest'] }))),
    /** True for a contract account; one that only delegates (EIP-7702) signs like any other. */
    isContract: async (account: Hex): Promise<boolean> => {
      const code = String(await provider.request({ method: 'eth_getCode', params: [account, 'latest'] }))
      return code.length > 2 && !code.toLowerCase().startsWith('0xef0100')
    },
  }
}
export type MarketReads = ReturnType<typeof readMarket>

/** The address of a contract of this network. Raises `market.none` where it is not deployed. */
export function addressOf(contracts: Contracts, name: keyof Contracts): Hex {
  const address = contracts[name]
  if (!address)
    throw new Failure('market.none', 'This network has no market. Choose another gateway in Settings.')
  return address as Hex // Safety: the gateway's config names addresses; a wrong form makes the call fail.
}

function spellAddress(word: bigint): Hex {
  return `0x${word.toString(16).padStart(40, '0')}`
}

import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { callWords } from './callWords.ts'
import { epochRootsFinalOf, juryNonceOf, vouchesNonceOf } from './peopleAbi.gen.ts'
import { tagTokenAllowance, tagTokenBalanceOf, tagTokenNonces } from './tokenAbi.gen.ts'

type Contracts = Config['contracts']

/** What an epoch's final root is on the chain; `isWithheld`: too few accounts are covered for levels. */
export interface FinalRoot {
  root: Hex
  standing: Hex
  isWithheld: boolean
}

/** What vouching, judging and tipping need, asked of one chain source. Each raises the provider's error or `chain.unreachable`. */
export function readPeople(provider: Provider, contracts: Contracts) {
  const one = async (answer: Promise<bigint[]>): Promise<bigint> => (await answer)[0] ?? 0n
  const token = peopleContract(contracts, 'TagToken')
  return {
    balance: (account: Hex) => one(callWords(provider, token, tagTokenBalanceOf, [account], 1)),
    allowance: (owner: Hex, spender: Hex) =>
      one(callWords(provider, token, tagTokenAllowance, [owner, spender], 1)),
    permitNonce: (owner: Hex) => one(callWords(provider, token, tagTokenNonces, [owner], 1)),
    /** The nonce that the profile's next signed vouch or withdrawal carries. */
    vouchNonce: (profile: bigint) =>
      one(callWords(provider, peopleContract(contracts, 'Vouches'), vouchesNonceOf, [profile], 1)),
    /** The nonce that its next signed appeal carries. */
    juryNonce: (profile: bigint) =>
      one(callWords(provider, peopleContract(contracts, 'Jury'), juryNonceOf, [profile], 1)),
    /** Null while the epoch has no final root. */
    async finalRoot(epoch: number): Promise<FinalRoot | null> {
      const roots = peopleContract(contracts, 'EpochRoots')
      const [root = 0n, standing = 0n, , isWithheld] = await callWords(
        provider,
        roots,
        epochRootsFinalOf,
        [epoch],
        4,
      )
      if (root === 0n) return null
      return { root: spellWord(root), standing: spellWord(standing), isWithheld: isWithheld === 1n }
    },
  }
}

/** The address of a contract of this network. Raises `people.none` where it is not deployed. */
export function peopleContract(contracts: Contracts, name: keyof Contracts): Hex {
  const address = contracts[name]
  if (!address) throw new Failure('people.none')
  return address as Hex // Safety: the gateway's config names addresses; a wrong form makes the call fail.
}

const spellWord = (word: bigint): Hex => `0x${word.toString(16).padStart(64, '0')}`

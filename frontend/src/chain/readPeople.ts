import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { profileRegistryProfileOfHandle } from './abi.gen.ts'
import { callWords } from './callWords.ts'
import {
  epochRootsFinalOf,
  juryCaseOf,
  juryDeposit,
  juryFakeSince,
  juryJuryOf,
  juryNonceOf,
  personhoodRegistryLevelOf,
  rewardPoolIsNonceUsed,
  vouchesNonceOf,
  vouchesSeatOf,
  vouchesSeatUnknownError,
  vouchesStake,
} from './peopleAbi.gen.ts'
import { revertDataOf } from './revert.ts'
import { selectorOf } from './selector.ts'
import { tagTokenAllowance, tagTokenBalanceOf, tagTokenNonces } from './tokenAbi.gen.ts'

type Contracts = Config['contracts']

/** What an epoch's final root is on the chain; `isWithheld`: too few accounts are covered for levels. */
export interface FinalRoot {
  root: Hex
  standing: Hex
  isWithheld: boolean
}

/** A case as the jury's contract keeps it; `state` and `kind` by their numbers in IJury. */
export interface ChainCase {
  profile: bigint
  kind: number
  state: number
  evidence: Hex
}
export interface ChainSeat {
  juror: bigint
  /** What the sealed vote hashes to; 0 before one is sealed. */
  commitment: Hex
}

const jurySeats = 5

/** What vouching, judging and tipping need, asked of one chain source. Each raises the provider's error or `chain.unreachable`. */
export function readPeople(provider: Provider, contracts: Contracts) {
  const one = async (answer: Promise<bigint[]>): Promise<bigint> => (await answer)[0] ?? 0n
  const token = peopleContract(contracts, 'TagToken')
  return {
    /** The time of the latest block, in seconds: what a contract compares deadlines with. */
    async headSeconds(): Promise<number> {
      const block: unknown = await provider.request({
        method: 'eth_getBlockByNumber',
        params: ['latest', false],
      })
      const seconds = Number(
        typeof block === 'object' && block ? Reflect.get(block, 'timestamp') : Number.NaN,
      )
      if (!Number.isSafeInteger(seconds)) throw new Failure('chain.unreachable', 'no latest block', true)
      return seconds
    },
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
    /** What a vouch locks, and what an appeal puts down, in 1e-18 TAG. */
    vouchStake: () => one(callWords(provider, peopleContract(contracts, 'Vouches'), vouchesStake, [], 1)),
    caseDeposit: () => one(callWords(provider, peopleContract(contracts, 'Jury'), juryDeposit, [], 1)),
    /** The profile that a handle is bound to; 0 = none. */
    profileOfHandle: (handle: string) =>
      one(
        callWords(
          provider,
          peopleContract(contracts, 'ProfileRegistry'),
          profileRegistryProfileOfHandle,
          [handle],
          1,
        ),
      ),
    /** Whether the profile's tip with this nonce has been made. */
    isTipMade: async (profile: bigint, nonce: bigint): Promise<boolean> =>
      (await one(
        callWords(
          provider,
          peopleContract(contracts, 'RewardPool'),
          rewardPoolIsNonceUsed,
          [profile, nonce],
          1,
        ),
      )) === 1n,
    level: async (profile: bigint): Promise<number> =>
      Number(
        await one(
          callWords(
            provider,
            peopleContract(contracts, 'PersonhoodRegistry'),
            personhoodRegistryLevelOf,
            [profile],
            1,
          ),
        ),
      ),
    isFake: async (profile: bigint): Promise<boolean> =>
      (await one(callWords(provider, peopleContract(contracts, 'Jury'), juryFakeSince, [profile], 1))) > 0n,
    /** The profile's seat; null for one that has never vouched. */
    async seat(profile: bigint): Promise<number | null> {
      try {
        const vouches = peopleContract(contracts, 'Vouches')
        return Number(await one(callWords(provider, vouches, vouchesSeatOf, [profile], 1)))
      } catch (cause) {
        if (revertDataOf(cause)?.startsWith(selectorOf(vouchesSeatUnknownError))) return null
        throw cause
      }
    },
    async caseOf(caseId: bigint): Promise<ChainCase> {
      const jury = peopleContract(contracts, 'Jury')
      const words = await callWords(provider, jury, juryCaseOf, [caseId], 10)
      const [profile = 0n, kind, state] = words
      return { profile, kind: Number(kind), state: Number(state), evidence: spellWord(words[9] ?? 0n) }
    },
    async juryOf(caseId: bigint): Promise<ChainSeat[]> {
      const jury = peopleContract(contracts, 'Jury')
      const words = await callWords(provider, jury, juryJuryOf, [caseId], 3 * jurySeats)
      return Array.from({ length: jurySeats }, (_, seat) => ({
        juror: words[3 * seat] ?? 0n,
        commitment: spellWord(words[3 * seat + 2] ?? 0n),
      }))
    },
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

import type { Config, Hex } from '../../api/model.ts'
import type { readPeople } from '../../chain/readPeople.ts'
import type { PeopleForm, PeopleMessage } from '../../personhood/forms.ts'
import type { PreviewRow } from '../calls/plan.ts'
import type { RelayWish } from '../relay/relayCall.ts'

export type PeopleReads = ReturnType<typeof readPeople>
export type PeopleContract = 'Vouches' | 'Jury' | 'RewardPool'

/** One act towards a contract of the people registry: how it reads, what is signed, and both ways to send it. */
export interface PeoplePlan {
  title: string
  /** What becomes true, in one sentence. */
  outcome: string
  rows: PreviewRow[]
  contract: PeopleContract
  /** The account that holds the acting profile. */
  signer: Hex
  /** TAG that the contract takes from the signer, in 1e-18 TAG. */
  takes: bigint
  /** Whom the act is about: the chain must give the handle the same number. */
  about: { handle: string; profileId: string } | null
  /** What the contract itself says it takes; null where the person says how much. */
  price: ((reads: PeopleReads) => Promise<bigint>) | null
  /** What has to be done first, such as storing what jurors are to read; gives what is signed. */
  prepare: (reads: PeopleReads, deadline: bigint) => Promise<SignedAct>
}

export interface SignedAct {
  form: PeopleForm
  message: PeopleMessage
  /** The signed call: a gateway carries it, or the account itself sends the same bytes. */
  toWish: (signature: Hex) => RelayWish & { data: Hex }
  /** Whether the chain has it. */
  isDone: (reads: PeopleReads) => Promise<boolean>
  /** In seconds; afterwards the contract refuses it. */
  deadline: bigint
}

/** The first second of an epoch, in milliseconds. */
export function epochStart({ people }: Pick<Config, 'people'>, epoch: number): number {
  if (!people) return Number.NaN
  return (people.start + (epoch - 1) * people.epochSeconds) * 1000
}

/** The epoch of a moment, from 1. */
export function epochAt({ people }: Pick<Config, 'people'>, milliseconds: number): number {
  if (!people) return 0
  return 1 + Math.max(0, Math.floor((milliseconds / 1000 - people.start) / people.epochSeconds))
}

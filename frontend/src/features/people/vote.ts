import { Failure } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import type { Case } from '../../api/peopleModel.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { juryCommit, juryReveal } from '../../chain/peopleAbi.gen.ts'
import { peopleContract } from '../../chain/readPeople.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { joinBytes } from '../../domain/joinBytes.ts'
import { keccak256 } from '../../domain/keccak256.ts'
import { readPreference, writePreference } from '../../state/preferences.ts'
import { networkScope } from '../../state/scope.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import { formatMoment } from '../../ui/time.ts'
import type { TransactionPlan } from '../transactions/transactionPlan.ts'

/** What a juror says, by its number in IJury.Vote. */
export const votes = [
  { vote: 2, words: 'One real person is behind it' },
  { vote: 3, words: 'It is fake' },
  { vote: 1, words: 'I cannot tell' },
] as const

export interface SealedVote {
  vote: number
  salt: Hex
}
interface Juror {
  profileId: string
  custody: Hex
}

/** keccak256(abi.encode(case, juror, vote, salt)): seals a vote until it is opened. */
export function sealVote(caseId: string, juror: string, { vote, salt }: SealedVote): Hex {
  const numbers = [BigInt(caseId), BigInt(juror), BigInt(vote)].map((value) => bytesOfUint(value, 32))
  return hexOfBytes(keccak256(joinBytes(...numbers, bytesOfHex(salt, 32))))
}

const nameOf = (config: Config, caseId: string, juror: string): string =>
  `vote:${networkScope(config)}:${caseId}:${juror}`

/** The vote that this browser sealed; without it nobody can open it. */
export function findVote(config: Config, caseId: string, juror: string): SealedVote | null {
  try {
    // Safety: written by `planSeal` below; a broken text counts as none.
    return JSON.parse(readPreference(nameOf(config, caseId, juror)) ?? 'null') as SealedVote | null
  } catch {
    return null
  }
}

/** Seals a vote by the juror's own transaction; its salt is kept in this browser before it is sent. */
export function planSeal(
  config: Config,
  { caseId, until }: Case,
  juror: Juror,
  vote: number,
): TransactionPlan {
  const sealed = { vote, salt: hexOfBytes(crypto.getRandomValues(new Uint8Array(32))) }
  const commitment = sealVote(caseId, juror.profileId, sealed)
  return {
    title: 'Seal your vote',
    outcome: 'Nobody sees your vote until you open it. Another one replaces it, as long as votes are sealed.',
    rows: [
      { label: 'Vote', value: votes.find((choice) => choice.vote === vote)?.words ?? '' },
      { label: 'Sealed until', value: until ? formatMoment(until) : 'the votes are opened' },
      {
        label: 'Kept here',
        value: 'what opens it stays in this browser',
        note: 'Come back here to open it.',
      },
    ],
    from: juror.custody,
    call: { name: 'commit', arguments: { caseId, juror: juror.profileId, commitment } },
    build() {
      requireTrust(config)
      writePreference(nameOf(config, caseId, juror.profileId), JSON.stringify(sealed))
      const data = encodeCall(juryCommit, [BigInt(caseId), BigInt(juror.profileId), commitment])
      return Promise.resolve({ from: juror.custody, to: peopleContract(config.contracts, 'Jury'), data })
    },
  }
}

/** Opens the vote that this browser sealed. */
export function planOpen(
  config: Config,
  { caseId }: Case,
  juror: Juror,
  sealed: SealedVote,
): TransactionPlan {
  const { vote, salt } = sealed
  return {
    title: 'Open your vote',
    outcome: 'Your vote counts and everybody sees it. A vote that stays sealed costs a tenth of your stake.',
    rows: [{ label: 'Vote', value: votes.find((choice) => choice.vote === vote)?.words ?? '' }],
    from: juror.custody,
    call: { name: 'reveal', arguments: { caseId, juror: juror.profileId, vote, salt } },
    build() {
      requireTrust(config)
      const data = encodeCall(juryReveal, [BigInt(caseId), BigInt(juror.profileId), vote, salt])
      return Promise.resolve({ from: juror.custody, to: peopleContract(config.contracts, 'Jury'), data })
    },
  }
}

function requireTrust(config: Config): void {
  if (!peopleTrust.isTrusted(config)) throw new Failure('people.contracts')
}

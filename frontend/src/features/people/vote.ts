import { Failure } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import type { Case } from '../../api/peopleModel.ts'
import { encodeCall } from '../../chain/encodeCall.ts'
import { juryCommit, juryReveal } from '../../chain/peopleAbi.gen.ts'
import { peopleContract, readPeople } from '../../chain/readPeople.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { peopleTrust } from '../../state/peopleTrust.svelte.ts'
import { formatMoment } from '../../ui/time.ts'
import type { Provider } from '../../wallet/provider.ts'
import type { TransactionPlan } from '../transactions/transactionPlan.ts'
import { findVote, keepVote, sealVote, type SealedVote } from './sealedVotes.ts'

/** What a juror says, by its number in IJury.Vote. */
export const votes = [
  { vote: 2, words: 'One real person is behind it' },
  { vote: 3, words: 'It is fake' },
  { vote: 1, words: 'I cannot tell' },
] as const
/** The kinds by their number in IJury.Kind. */
const kinds: readonly Case['kind'][] = ['check', 'appeal', 'accusation']
const noEvidence = `0x${'00'.repeat(32)}`

export interface Juror {
  profileId: string
  custody: Hex
}

/**
 * The juror's own seat, once the chain says the same of the case as the gateway that shows it: profile, handle, kind
 * and evidence. Raises `people.other_case`.
 */
export async function compareCase(
  config: Config,
  provider: Provider,
  { caseId, profile, kind, evidence }: Case,
  juror: Juror,
): Promise<{ commitment: Hex }> {
  const reads = readPeople(provider, config.contracts)
  const [known, seats, named] = await Promise.all([
    reads.caseOf(BigInt(caseId)),
    reads.juryOf(BigInt(caseId)),
    reads.profileOfHandle(profile.handle),
  ])
  const seat = seats.find((item) => item.juror === BigInt(juror.profileId))
  const isSame =
    known.profile === BigInt(profile.profileId) &&
    named === known.profile &&
    kinds[known.kind] === kind &&
    known.evidence === (evidence ?? noEvidence)
  if (!isSame || !seat) throw new Failure('people.other_case')
  return seat
}

/** Seals a vote by the juror's own transaction; what opens it is kept in this browser before it is sent. */
export function planSeal(config: Config, item: Case, juror: Juror, vote: number): TransactionPlan {
  const { caseId, until } = item
  const sealed = { vote, salt: hexOfBytes(crypto.getRandomValues(new Uint8Array(32))) }
  const commitment = sealVote(caseId, juror.profileId, sealed)
  return {
    title: 'Seal your vote',
    outcome: 'Nobody sees your vote until you open it. Another one replaces it, as long as votes are sealed.',
    rows: [
      { label: 'Vote', value: wordsOf(vote) },
      { label: 'Sealed until', value: until ? formatMoment(until) : 'the votes are opened' },
      {
        label: 'Kept here',
        value: 'what opens it stays in this browser',
        note: 'Come back here to open it.',
      },
    ],
    from: juror.custody,
    call: { name: 'commit', arguments: { caseId, juror: juror.profileId, commitment } },
    async build(provider) {
      requireTrust(config)
      await compareCase(config, provider, item, juror)
      keepVote(config, caseId, juror.profileId, sealed)
      return callJury(
        config,
        juror,
        encodeCall(juryCommit, [BigInt(caseId), BigInt(juror.profileId), commitment]),
      )
    },
  }
}

/** Opens the vote that is sealed on the chain. */
export function planOpen(config: Config, item: Case, juror: Juror, sealed: SealedVote): TransactionPlan {
  const { caseId } = item
  const { vote, salt } = sealed
  return {
    title: 'Open your vote',
    outcome: 'Your vote counts and everybody sees it. A vote that stays sealed costs a tenth of your stake.',
    rows: [{ label: 'Vote', value: wordsOf(vote) }],
    from: juror.custody,
    call: { name: 'reveal', arguments: { caseId, juror: juror.profileId, vote, salt } },
    async build(provider) {
      requireTrust(config)
      const { commitment } = await compareCase(config, provider, item, juror)
      if (!findVote(config, caseId, juror.profileId, commitment)) throw new Failure('people.vote_lost')
      return callJury(
        config,
        juror,
        encodeCall(juryReveal, [BigInt(caseId), BigInt(juror.profileId), vote, salt]),
      )
    },
  }
}

const wordsOf = (vote: number): string => votes.find((choice) => choice.vote === vote)?.words ?? ''

function callJury({ contracts }: Config, { custody }: Juror, data: Hex) {
  return { from: custody, to: peopleContract(contracts, 'Jury'), data }
}

function requireTrust(config: Config): void {
  if (!peopleTrust.isTrusted(config)) throw new Failure('people.contracts')
}

import { Failure } from '../../api/failure.ts'
import type { Config, Hex } from '../../api/model.ts'
import type { PeopleApi } from '../../api/people.ts'
import {
  juryAnswerFor,
  juryAppealFor,
  rewardPoolTipFor,
  vouchesVouchFor,
  vouchesWithdrawFor,
} from '../../chain/peopleAbi.gen.ts'
import { buildContent } from '../../domain/buildContent.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { uintOfBytes } from '../../domain/uintOfBytes.ts'
import { exactTag, formatTag } from '../../ui/amount.ts'
import { formatMoment } from '../../ui/time.ts'
import { wishFor } from '../relay/relayCall.ts'
import { epochStart, type PeoplePlan } from './peoplePlan.ts'

/** Who acts, and towards whom. */
export interface Pair {
  from: { profileId: string; handle: string; custody: Hex }
  to: { profileId: string; handle: string }
}
interface Setting {
  config: Config
  /** The epoch of now. */
  epoch: number
}

const termsOf = ({ people }: Config) => {
  if (!people) throw new Failure('people.none')
  return people
}
const ids = ({ from, to }: Pair): readonly [bigint, bigint] => [BigInt(from.profileId), BigInt(to.profileId)]
const moment = (config: Config, epoch: number): string => formatMoment(epochStart(config, epoch))

/** A vouch: stake, when it counts, how it is lost and how it comes back. */
export function planVouch(pair: Pair, { config, epoch }: Setting, isAnswered: boolean): PeoplePlan {
  const { vouchStake, delayEpochs } = termsOf(config)
  const { from, to } = pair
  return {
    title: `Vouch for @${to.handle}`,
    outcome: `You say: @${to.handle} is one real person, and I know them. ${formatTag(vouchStake)} of yours stand for it.`,
    rows: [
      { label: 'Your stake', value: exactTag(vouchStake), note: 'It stays yours, and lies in the contract.' },
      {
        label: 'It counts from',
        value: `epoch ${epoch + 2}, ${moment(config, epoch + 2)}`,
        note: isAnswered
          ? `@${to.handle} vouches for you too, so it counts for both of you.`
          : `Only if @${to.handle} vouches for you too. One-way vouches count for nobody.`,
      },
      {
        label: 'You lose it',
        value: `if @${to.handle}, or you, are judged fake while it stands`,
      },
      {
        label: 'You take it back',
        value: 'at any time',
        note: `It counts to the end of that epoch. The stake comes back ${delayEpochs} epochs later.`,
      },
      { label: 'Who sees it', value: 'everybody, for ever: it is on the chain' },
    ],
    contract: 'Vouches',
    signer: from.custody,
    takes: BigInt(vouchStake),
    about: to,
    price: (reads) => reads.vouchStake(),
    async prepare(reads, deadline) {
      const nonce = await reads.vouchNonce(BigInt(from.profileId))
      return {
        form: 'Vouch',
        message: { from: from.profileId, to: to.profileId, nonce, deadline },
        toWish: (signature) =>
          wishFor(vouchesVouchFor, [...ids(pair), deadline, signature], spellPair(pair, deadline, signature)),
        isDone: async (chain) => (await chain.vouchNonce(BigInt(from.profileId))) > nonce,
        deadline,
      }
    },
  }
}

/** Taking a vouch back. */
export function planWithdraw(pair: Pair, { config, epoch }: Setting): PeoplePlan {
  const { vouchStake, delayEpochs } = termsOf(config)
  const { from, to } = pair
  const back = epoch + delayEpochs + 1
  return {
    title: `Take back the vouch for @${to.handle}`,
    outcome: `You no longer vouch for @${to.handle}. You pay nothing.`,
    rows: [
      {
        label: 'It counts until',
        value: `the end of epoch ${epoch}, ${moment(config, epoch + 1)}`,
        note: 'Then it counts for neither of you.',
      },
      {
        label: 'Your stake comes back',
        value: `${formatTag(vouchStake)} from epoch ${back} on`,
        note: `${moment(config, back)}. Until then a verdict can still take it.`,
      },
    ],
    contract: 'Vouches',
    signer: from.custody,
    takes: 0n,
    about: to,
    price: null,
    async prepare(reads, deadline) {
      const nonce = await reads.vouchNonce(BigInt(from.profileId))
      return {
        form: 'Withdraw',
        message: { from: from.profileId, to: to.profileId, nonce, deadline },
        toWish: (signature) =>
          wishFor(
            vouchesWithdrawFor,
            [...ids(pair), deadline, signature],
            spellPair(pair, deadline, signature),
          ),
        isDone: async (chain) => (await chain.vouchNonce(BigInt(from.profileId))) > nonce,
        deadline,
      }
    },
  }
}

const spellPair = ({ from, to }: Pair, deadline: bigint, signature: Hex) => ({
  from: from.profileId,
  to: to.profileId,
  deadline: Number(deadline),
  signature,
})

/** What jurors are to read, stored where they find it by its digest. */
async function storeEvidence(api: Pick<PeopleApi, 'putContent'>, text: string): Promise<Hex> {
  const bytes = new Uint8Array(buildContent({ type: 'post', text }))
  const digest = contentDigest(bytes)
  const stored = await api.putContent(bytes)
  if (stored.digest !== digest) throw new Failure('content.mismatch', 'the gateway stored other bytes')
  return digest
}

/** An appeal: the profile asks for its own check. */
export function planAppeal(
  who: Pair['from'],
  text: string,
  { config, epoch }: Setting,
  api: Pick<PeopleApi, 'putContent'>,
): PeoplePlan {
  const { caseDeposit } = termsOf(config)
  return {
    title: 'Ask for a check',
    outcome: `Five drawn people look at what you wrote and say whether one real person is behind @${who.handle}.`,
    rows: [
      {
        label: 'Deposit',
        value: exactTag(caseDeposit),
        note: 'It comes back if four of the five say yes. Otherwise it pays the jurors.',
      },
      { label: 'What they read', value: text, note: 'Everybody can read it, for ever.' },
      {
        label: 'When',
        value: `from epoch ${epoch + 1} on, ${moment(config, epoch + 1)}`,
        note: 'The jurors are drawn then, seal their votes for half an epoch, and open them.',
      },
      {
        label: 'If four say yes',
        value: 'you count as checked, with level 3 at once',
        note: 'If four say fake, that is final. Otherwise nothing changes, and the next check is four epochs later.',
      },
    ],
    contract: 'Jury',
    signer: who.custody,
    takes: BigInt(caseDeposit),
    about: null,
    price: (reads) => reads.caseDeposit(),
    async prepare(reads, deadline) {
      const evidence = await storeEvidence(api, text)
      const nonce = await reads.juryNonce(BigInt(who.profileId))
      return {
        form: 'Appeal',
        message: { profile: who.profileId, evidence, nonce, deadline },
        toWish: (signature) =>
          wishFor(juryAppealFor, [BigInt(who.profileId), evidence, deadline, signature], {
            profile: who.profileId,
            evidence,
            deadline: Number(deadline),
            signature,
          }),
        isDone: async (chain) => (await chain.juryNonce(BigInt(who.profileId))) > nonce,
        deadline,
      }
    },
  }
}

/** The answer of a profile that was drawn, or that somebody asked about. */
export function planAnswer(
  who: Pair['from'],
  caseId: string,
  text: string,
  api: Pick<PeopleApi, 'putContent'>,
): PeoplePlan {
  return {
    title: `Answer case ${caseId}`,
    outcome: 'Jurors read what you wrote. You pay nothing. Not answering changes nothing either.',
    rows: [{ label: 'What they read', value: text, note: 'Everybody can read it, for ever.' }],
    contract: 'Jury',
    signer: who.custody,
    takes: 0n,
    about: null,
    price: null,
    async prepare(_, deadline) {
      const evidence = await storeEvidence(api, text)
      return {
        form: 'Answer',
        message: { caseId, evidence, deadline },
        toWish: (signature) =>
          wishFor(juryAnswerFor, [BigInt(caseId), evidence, deadline, signature], {
            caseId,
            evidence,
            deadline: Number(deadline),
            signature,
          }),
        isDone: async (chain) => (await chain.caseOf(BigInt(caseId))).evidence === evidence,
        deadline,
      }
    },
  }
}

/** A tip: straight to the account of the profile; counted for the epoch's pool if the giver has a level. */
export function planTip(pair: Pair, amount: bigint, memo: Hex, level: number): PeoplePlan {
  const { from, to } = pair
  return {
    title: `Tip @${to.handle}`,
    outcome: `${formatTag(amount)} go from your account to @${to.handle}, all of it and at once.`,
    rows: [
      { label: 'Tip', value: exactTag(amount), note: 'It cannot be taken back.' },
      {
        label: 'From the pool',
        value: level > 0 ? 'it counts for this epoch’s pool' : 'it does not count for the pool',
        note:
          level > 0
            ? 'The more people tip, the more the pool adds. One giver alone moves nothing.'
            : 'Only tips by people of level 1 or more do. The tip itself arrives in full.',
      },
      { label: 'Who sees it', value: 'everybody, for ever: it is on the chain' },
    ],
    contract: 'RewardPool',
    signer: from.custody,
    takes: amount,
    about: to,
    price: null,
    prepare(_, deadline) {
      const nonce = uintOfBytes(crypto.getRandomValues(new Uint8Array(32)))
      const [sender, receiver] = ids(pair)
      const message = {
        from: from.profileId,
        to: to.profileId,
        amount: String(amount),
        memo,
        nonce: String(nonce),
      }
      return Promise.resolve({
        form: 'Tip',
        message: { ...message, deadline },
        toWish: (signature) =>
          wishFor(rewardPoolTipFor, [sender, receiver, amount, memo, nonce, deadline, signature], {
            ...message,
            deadline: Number(deadline),
            signature,
          }),
        isDone: (chain) => chain.isTipMade(sender, nonce),
        deadline,
      })
    },
  }
}

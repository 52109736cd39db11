import type { Hex } from '../../api/model.ts'
import { formatDate } from '../../ui/time.ts'
import { describeKinds } from './kinds.ts'
import { deadlineFrom, zeroAddress, zeroWord, type CallPlan } from './plan.ts'

interface Grant {
  key: Hex
  untilSeconds: number
  kinds: number
}
const until = (grant: Grant) => `${formatDate(grant.untilSeconds * 1000)} (30 days)`
const grantRows = (grant: Grant) => [
  {
    label: 'Session key of this browser',
    value: grant.key,
    note: 'It writes for you without asking each time. It cannot move the profile or change its keys.',
  },
  { label: 'It may', value: describeKinds(grant.kinds) },
  { label: 'Until', value: until(grant), note: 'You can revoke it in Settings at any moment.' },
]
const expiry = {
  label: 'The gateway has',
  value: 'one hour to carry this',
  note: 'After that the signature is worthless.',
}

export function planRegister(
  values: {
    custody: Hex
    profileId: bigint
    handle: string
    contentDigest: Hex
    content: string | null
    grant: Grant
  },
  now: number,
): CallPlan {
  const { custody, profileId, handle, contentDigest, content, grant } = values
  const deadline = deadlineFrom(now)
  const common = { recovery: zeroAddress, content: contentDigest, encryptionKey: zeroWord }
  return {
    title: `Register @${handle}`,
    outcome: `The wallet ${custody} holds the new profile @${handle}. You pay nothing.`,
    rows: [
      {
        label: 'Handle',
        value: `@${handle}`,
        note: 'Bound to the profile for ever. It cannot be changed or taken away.',
      },
      { label: 'Profile number', value: String(profileId) },
      { label: 'Held by', value: custody, note: 'Only this wallet can move the profile or authorise keys.' },
      { label: 'Recovery address', value: 'none yet', note: 'You can set one later in Settings.' },
      ...grantRows(grant),
      expiry,
    ],
    form: 'Register',
    message: {
      profile: profileId,
      handle,
      ...common,
      key: grant.key,
      until: grant.untilSeconds,
      kinds: grant.kinds,
      deadline,
    },
    signer: custody,
    toBody: (signature) => ({
      call: 'registerFor',
      arguments: {
        custody,
        handle,
        ...common,
        grant: { key: grant.key, until: grant.untilSeconds, kinds: grant.kinds },
        deadline,
        signature,
      },
      content,
    }),
  }
}

export function planAuthorise(
  values: { custody: Hex; profileId: bigint; handle: string; grant: Grant },
  now: number,
): CallPlan {
  const { custody, profileId, handle, grant } = values
  const deadline = deadlineFrom(now)
  return {
    title: `New session key for @${handle}`,
    outcome: `This browser may write as @${handle} for 30 days. You pay nothing.`,
    rows: [
      { label: 'Profile', value: `@${handle}`, note: `number ${profileId}` },
      ...grantRows(grant),
      expiry,
    ],
    form: 'AuthoriseKey',
    message: { profile: profileId, key: grant.key, until: grant.untilSeconds, kinds: grant.kinds, deadline },
    signer: custody,
    toBody: (signature) => ({
      call: 'authoriseKeyFor',
      arguments: {
        profile: String(profileId),
        grant: { key: grant.key, until: grant.untilSeconds, kinds: grant.kinds },
        deadline,
        signature,
      },
      content: null,
    }),
  }
}

export function planRevoke(
  values: { custody: Hex; profileId: bigint; handle: string; key: Hex; voidFromSeconds: number },
  now: number,
): CallPlan {
  const { custody, profileId, handle, key, voidFromSeconds } = values
  const deadline = deadlineFrom(now)
  return {
    title: 'Revoke a session key',
    outcome: 'What this key signs from now on counts for nothing. It can never be authorised again.',
    rows: [
      { label: 'Profile', value: `@${handle}` },
      { label: 'Session key', value: key },
      {
        label: 'Void from',
        value: new Date(voidFromSeconds * 1000).toLocaleString('en-GB'),
        note: 'Earlier posts stay yours.',
      },
      expiry,
    ],
    form: 'RevokeKey',
    message: { profile: profileId, key, voidFrom: voidFromSeconds, deadline },
    signer: custody,
    toBody: (signature) => ({
      call: 'revokeKeyFor',
      arguments: { profile: String(profileId), key, voidFrom: voidFromSeconds, deadline, signature },
      content: null,
    }),
  }
}

export function planRecoveryChange(
  values: { custody: Hex; profileId: bigint; handle: string; recovery: Hex; nonce: bigint },
  now: number,
): CallPlan {
  const { custody, profileId, handle, recovery, nonce } = values
  const deadline = deadlineFrom(now)
  return {
    title: 'Set a recovery address',
    outcome: `After seven days, ${recovery} may move @${handle} to a new wallet if you lose this one.`,
    rows: [
      { label: 'Profile', value: `@${handle}` },
      {
        label: 'Recovery address',
        value: recovery,
        note: 'It helps against a lost key. It does not help against a stolen one.',
      },
      {
        label: 'Takes effect',
        value: 'after 7 days',
        note: 'The present recovery address, if any, may veto until then.',
      },
      expiry,
    ],
    form: 'RequestRecoveryChange',
    message: { profile: profileId, recovery, nonce, deadline },
    signer: custody,
    toBody: (signature) => ({
      call: 'requestRecoveryChangeFor',
      arguments: { profile: String(profileId), recovery, deadline, signature },
      content: null,
    }),
  }
}

import type { Case, Partner, Personhood, TipPage } from '../../api/peopleModel.ts'
import type { Config, Profile } from '../../api/model.ts'

/** What a gateway tells; tests change what they are about. */
const one = 65_536
const text = (value: number): string => String(Math.round(value * one))
const word = (digit: string): string => `0x${digit.repeat(64)}`

export function makeProfile(change: Partial<Profile> = {}): Profile {
  return {
    profileId: '77',
    handle: 'ada',
    name: 'Ada',
    bio: null,
    avatar: null,
    links: [],
    custody: `0x${'11'.repeat(20)}`,
    recovery: null,
    encryptionKey: null,
    registeredAt: '2026-11-01T10:00:00.000Z',
    counts: { posts: 3, followers: 2, following: 1 },
    viewer: null,
    level: 2,
    judgedFake: false,
    ...change,
  }
}

export function makePartner(at: number, change: Partial<Partner> = {}): Partner {
  return {
    profile: {
      profileId: String(100 + at),
      handle: `friend_${at}`,
      name: `Friend ${at}`,
      avatar: null,
      level: 2,
      judgedFake: false,
    },
    state: 'live',
    since: 3,
    liveFrom: null,
    until: null,
    isVouching: true,
    share: text(0.9),
    contribution: text(0.9 - at / 10),
    ...change,
  }
}

export function makePersonhood(change: Partial<Personhood> = {}): Personhood {
  return {
    profileId: '77',
    level: 2,
    judgedFake: false,
    founder: false,
    vetted: null,
    juror: null,
    epochNow: 9,
    epoch: 8,
    numbers: { share: text(0.8), support: text(3.4), bound: text(0.41) },
    thresholds: [
      { level: 1, share: text(0.25), support: text(1), bound: text(0.15) },
      { level: 2, share: text(0.5), support: text(3), bound: text(0.3) },
      { level: 3, share: text(0.75), support: text(5), bound: text(0.5) },
    ],
    coverage: {
      accounts: 60,
      covered: 50,
      share: text(50 / 60),
      gate: 'open',
      sentence: 'Checks reach 50 of 60 members.',
    },
    partners: [0, 1, 2].map((at) => makePartner(at)),
    missing: [
      {
        level: 3,
        kind: 'support',
        need: text(5),
        have: text(3.4),
        sentence: 'Missing for level 3: two more mutual vouches from trusted people.',
      },
    ],
    appeal: {
      state: 'possible',
      caseId: null,
      deposit: '25000000000000000000',
      possibleFrom: 9,
      sentence: 'You can ask five jurors for a check now.',
    },
    root: { epoch: 8, root: word('a'), state: 'final' },
    nextEpochAt: '2026-11-23T11:00:00.000Z',
    sentence: 'Three trusted people vouch for this profile.',
    ...change,
  }
}

export function makeCase(change: Partial<Case> = {}): Case {
  const { profileId, handle, name, avatar, level, judgedFake } = makeProfile()
  return {
    caseId: '5',
    profile: { profileId, handle, name, avatar, level, judgedFake },
    kind: 'appeal',
    state: 'voting',
    evidence: null,
    payer: `0x${'11'.repeat(20)}`,
    openedAt: '2026-11-23T08:00:00.000Z',
    epoch: 8,
    until: '2026-11-23T09:30:00.000Z',
    revealUntil: '2026-11-23T09:45:00.000Z',
    jurors: [],
    added: [],
    verdict: null,
    decidedEpoch: null,
    drawnEpoch: null,
    ...change,
  }
}

export const noTips: TipPage = { items: [], total: '0', count: 0, rewards: [], nextCursor: null }

/** Epoch 9 lasts from 1,800,000,000 on, an hour long. */
export function makeConfig(): Config {
  const address = (digit: string): string => `0x${digit.repeat(40)}`
  // Safety: what the people pages read of a config; the rest is nobody's here.
  return {
    network: { chainId: 31337, name: 'dev', rpcUrl: null },
    contracts: {
      TagToken: address('1'),
      Vouches: address('2'),
      Jury: address('3'),
      RewardPool: address('4'),
      EpochRoots: address('5'),
      PostRegistry: address('6'),
      ProfileRegistry: address('7'),
      Faucet: address('8'),
    },
    startBlock: { hash: word('b'), number: 1 },
    stampBits: { call: 1, faucet: 1 },
    people: {
      start: 1_800_000_000 - 8 * 3_600,
      epochSeconds: 3_600,
      vouchStake: '10000000000000000000',
      delayEpochs: 4,
      mostVouches: 256,
      caseDeposit: '25000000000000000000',
      jurorStake: '200000000000000000000',
      rootBond: '500000000000000000000',
      disputeBond: '100000000000000000000',
      pairCap: '10000000000000000000',
    },
  } as unknown as Config
}

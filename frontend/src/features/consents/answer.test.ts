import { describe, expect, it } from 'vitest'
import type { DealSecret } from '../../vault/keyFile.ts'
import { listAnswers, stateWords, type Answer, type AnswerState } from './answer.ts'
import { makeDeal, makeOffer, makeSecret, tagUnit } from './fixtures.ts'
import { isRevocable, whatRevokingDoes } from './revoking.ts'
import { buildTimeline } from './timeline.ts'

const now = 1_794_000_000
const word = (digit: string) => `0x${digit.repeat(64)}` as const

describe('listAnswers', () => {
  const states = (secrets: DealSecret[], deals = [makeDeal()]) =>
    listAnswers(deals, secrets, now).map(({ state, dealId }) => [dealId.slice(0, 3), state])
  it('joins what the chain and the vault know of one deal', () => {
    const [answer, ...others] = listAnswers([makeDeal()], [makeSecret()], now)
    expect(others).toEqual([])
    expect(answer).toMatchObject({ state: 'accepted', secret: { offerId: word('1') } })
  })
  it('shows what was never accepted', () =>
    expect(
      states(
        [
          makeSecret({ dealId: word('e'), state: 'prepared', signature: null, createdAt: 3 }),
          makeSecret({ dealId: word('f'), state: 'signed', createdAt: 2 }),
          makeSecret({ dealId: word('a'), createdAt: 1 }),
        ],
        [],
      ),
    ).toEqual([
      ['0xe', 'prepared'],
      ['0xf', 'signed'],
      ['0xa', 'sent'],
    ]))
  it('says when a consent ran out', () =>
    expect(
      states([makeSecret({ dealId: word('a'), consent: { ...makeSecret().consent, validUntil: '5' } })], []),
    ).toEqual([['0xa', 'expired']]))
  it('forgets what was given up before it was signed', () =>
    expect(states([makeSecret({ state: 'dropped', signature: null })], [])).toEqual([]))
  it('tells a withdrawal in advance from one after acceptance', () =>
    expect(
      states(
        [],
        [
          makeDeal({ dealId: word('a'), state: 'revoked' }),
          makeDeal({
            dealId: word('b'),
            state: 'revoked',
            acceptedAt: null,
            withdrawn: { at: '2026-11-01T00:00:00Z', stage: 'none' },
          }),
        ],
      ),
    ).toEqual([
      ['0xa', 'revoked'],
      ['0xb', 'barred'],
    ]))
  it('of two answers to one offer the signed one is shown', () =>
    expect(
      listAnswers([makeDeal()], [makeSecret({ state: 'prepared' }), makeSecret()], now)[0]?.secret?.state,
    ).toBe('sent'))
})

const answerOf = (state: AnswerState, deal: Answer['deal'] = null): Answer => ({
  dealId: word('d'),
  offerId: word('1'),
  deal,
  secret: makeSecret(),
  state,
})
const vestingOffer = makeOffer()
vestingOffer.onChain = { ...vestingOffer.onChain, upfrontBps: 2_500, vestingSeconds: 1_000 }

describe('what withdrawing does, in each state', () => {
  const price = String(100n * tagUnit)
  it.each<[AnswerState, Answer['deal'], string]>([
    ['sent', null, 'can no longer accept'],
    ['signed', null, 'can no longer accept'],
    ['withdrawing', null, 'can no longer accept'],
    ['prepared', null, 'never take a consent'],
    ['expired', null, 'never take a consent'],
    ['accepted', makeDeal({ price }), '100 TAG goes back to the business'],
    ['delivered', makeDeal({ price, state: 'delivered' }), 'you are paid 25 TAG; 75 TAG goes back'],
    [
      'vesting',
      makeDeal({
        price,
        state: 'vesting',
        credited: String(25n * tagUnit),
        vesting: { rest: String(75n * tagUnit), from: now - 500, until: now + 500 },
      }),
      'about 37.5 TAG more than was credited. About 37.5 TAG goes back',
    ],
    ['subscribed', makeDeal({ price, state: 'subscribed' }), 'No further delivery'],
    ['settled', makeDeal({ price, state: 'settled' }), 'stays yours'],
    ['refunded', makeDeal({ price, state: 'refunded' }), 'Nothing was paid'],
    ['revoked', makeDeal({ price, state: 'revoked' }), 'already'],
    ['barred', makeDeal({ price: null, state: 'revoked' }), 'already'],
  ])('%s', (state, deal, words) => {
    const sentence = whatRevokingDoes(answerOf(state, deal), vestingOffer, now)
    expect(sentence).toContain(words)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
  })
  it('a one-off price is still paid whole after a delivery', () =>
    expect(
      whatRevokingDoes(answerOf('delivered', makeDeal({ price, state: 'delivered' })), makeOffer(), now),
    ).toContain('You are still paid 100 TAG'))
  it('is offered in every state, once', () => {
    const all = Object.keys(stateWords) as AnswerState[]
    expect(all.filter((state) => !isRevocable(answerOf(state)))).toEqual(['barred', 'revoked'])
    const withdrawn = makeDeal({
      state: 'settled',
      withdrawn: { at: '2026-11-01T00:00:00Z', stage: 'settled' },
    })
    expect(isRevocable(answerOf('settled', withdrawn))).toBe(false)
  })
})

describe('the timeline', () => {
  const titles = (state: AnswerState, deal: Answer['deal'] = null) =>
    buildTimeline(answerOf(state, deal), vestingOffer, now).map(({ title, is }) => `${is}: ${title}`)
  it('waits for the business', () =>
    expect(titles('sent')).toEqual(['done: You signed', 'now: The business may accept']))
  it('says what ran out', () => expect(titles('expired')).toEqual(['done: You signed', 'off: Ran out']))
  it('says that nobody has seen what was only prepared', () =>
    expect(titles('prepared')).toEqual(['off: Prepared, not signed']))
  it('a key is due', () =>
    expect(titles('accepted', makeDeal())).toEqual([
      'done: You signed',
      'done: Accepted by the business',
      'now: The key is due',
    ]))
  it.each<[AnswerState, Answer['deal']]>([
    ['accepted', makeDeal({ until: now - 1 })],
    ['refunded', makeDeal({ state: 'refunded', until: null, returned: String(20n * tagUnit) })],
  ])('says that the time to deliver has passed and nothing is paid: %s', (state, deal) => {
    const step = buildTimeline(answerOf(state, deal), vestingOffer, now)[2]
    expect(step).toMatchObject({ title: 'The time to deliver has passed', is: 'off' })
    expect(step?.note).toMatch(/nothing (is|was) paid/)
  })
  const delivery = { dx: '1', dParity: 0, at: '2026-11-21T00:00:00Z', txHash: word('9') }
  it('money accrues', () =>
    expect(
      titles(
        'vesting',
        makeDeal({
          state: 'vesting',
          delivery,
          vesting: { rest: String(15n * tagUnit), from: now, until: now + 1_000 },
        }),
      ).slice(2),
    ).toEqual(['done: Your browser delivered the key', 'now: Earning 15 TAG over 16 minutes and 40 seconds']))
  it('a withdrawal names what was kept, and the deletion that is owed', () => {
    const deal = makeDeal({
      state: 'revoked',
      delivery,
      credited: String(5n * tagUnit),
      returned: String(15n * tagUnit),
      withdrawn: { at: '2026-11-22T00:00:00Z', stage: 'vesting' },
    })
    const steps = buildTimeline(answerOf('revoked', deal), vestingOffer, now)
    expect(steps.at(-2)).toMatchObject({
      title: 'You withdrew consent',
      note: 'You keep 5 TAG. 15 TAG went back.',
    })
    expect(steps.at(-1)?.title).toContain('not declared the data deleted')
    const deleted = { ...deal, deletion: { statement: word('8'), at: '2026-11-23T00:00:00Z' } }
    expect(titles('revoked', deleted).at(-1)).toBe('done: The business declared the data deleted')
  })
  it('money came when it was credited, not when consent was withdrawn afterwards', () => {
    const event = (type: 'KeyDelivered' | 'ConsentWithdrawn', at: string) => ({
      ...{ type, at, blockNumber: 1, txHash: word('9') },
    })
    const deal = makeDeal({
      state: 'settled',
      delivery,
      credited: String(20n * tagUnit),
      withdrawn: { at: '2026-11-25T00:00:00Z', stage: 'settled' },
      events: [
        event('KeyDelivered', '2026-11-21T00:00:00Z'),
        event('ConsentWithdrawn', '2026-11-25T00:00:00Z'),
      ],
    })
    const paid = buildTimeline(answerOf('settled', deal), vestingOffer, now).find(({ title }) =>
      /credited/.test(title),
    )
    expect(paid?.when).toContain('21 Nov 2026')
  })
  it('no deletion is owed for what was never delivered', () => {
    const deal = makeDeal({ state: 'revoked', withdrawn: { at: '2026-11-22T00:00:00Z', stage: 'accepted' } })
    expect(titles('revoked', deal)).toEqual([
      'done: You signed',
      'done: Accepted by the business',
      'off: Nothing was delivered',
      'done: You withdrew consent',
    ])
  })
  it('a subscription counts its deliveries', () => {
    const epoch = {
      epoch: 0,
      xx: '1',
      xParity: 0,
      ctRoot: word('1'),
      dx: '1',
      dParity: 0,
      at: '2026-11-21T00:00:00Z',
      txHash: word('9'),
      envelope: null,
    }
    expect(
      titles(
        'subscribed',
        makeDeal({ state: 'subscribed', epochs: [epoch], credited: makeDeal().price ?? '' }),
      ).at(-1),
    ).toBe('now: 1 delivery made and paid')
  })
  it('is in words for every state, with and without a deal', () => {
    for (const state of Object.keys(stateWords) as AnswerState[])
      for (const deal of [null, makeDeal()])
        for (const step of buildTimeline(answerOf(state, deal), null, now)) {
          expect(step.title).toMatch(/^[0-9A-Z]/)
          expect(JSON.stringify(step)).not.toMatch(/undefined|NaN|Invalid/)
        }
  })
})

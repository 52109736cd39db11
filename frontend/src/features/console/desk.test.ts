import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Deal } from '../../api/marketModel.ts'
import { Failure } from '../../api/failure.ts'
import { makeDeal, makeOffer, tagUnit } from '../consents/fixtures.ts'
import { config, makeAnswer, nowSeconds, secrets, sourcesFor, type Answered } from './answers.testing.ts'
import { TransactionRun } from '../transactions/transactionRun.svelte.ts'
import { standingOfDeal } from './deliveries/dealWords.ts'
import { heldBy } from './deliveries/overdue.ts'
import { Reclaims } from './deliveries/reclaims.svelte.ts'
import { Deliveries, listBundles } from './deliveries/deliveries.svelte.ts'
import type { DeliverySources } from './deliveries/fetchDelivered.ts'
import { standingOf, titleOf, usedOf } from './list/offerFacts.ts'
import { listAll } from './listAll.ts'
import { deriveSecrets } from './ownOffer.ts'
import { affordable } from './responses/affordable.ts'
import { Answers } from './responses/answers.svelte.ts'
import type { CheckedResponse } from './responses/checkResponse.ts'

let answered: Answered
beforeAll(async () => {
  answered = await makeAnswer({ garbageSeconds: 86_400 })
})
const access = { gateway: 'http://a.example', deadline: nowSeconds + 3600, signature: '0x01' as const }
const page = <T>(items: T[]) => Promise.resolve({ items, nextCursor: null })

describe('answers', () => {
  it('are checked once, and again only when they changed or could not be checked', async () => {
    let loads = 0
    const sources = sourcesFor(answered, {
      loadEnvelope: () => {
        loads += 1
        return loads === 1
          ? Promise.reject(new Failure('gateway.timeout', '', true))
          : Promise.resolve(answered.sale.envelope)
      },
    })
    const answers = new Answers({ listResponses: () => page([answered.response]) }, sources)
    await answers.load(answered.own, secrets, access)
    expect(answers.checked.map(({ verdict }) => verdict)).toEqual(['unknown'])
    await answers.load(answered.own, secrets, access)
    expect(answers.checked.map(({ verdict }) => verdict)).toEqual(['good'])
    await answers.load(answered.own, secrets, access)
    expect(loads).toBe(2)
  })
  it('leave the list when they were accepted', async () => {
    const response = { ...answered.response, deal: answered.deliver().deal }
    const answers = new Answers({ listResponses: () => page([response]) }, sourcesFor(answered))
    await answers.load(answered.own, secrets, access)
    expect([answers.checked.length, answers.responses.length]).toEqual([0, 1])
  })
  it('raise when the gateway refuses the access, so that it is signed anew', async () => {
    const refuse = () => Promise.reject(new Failure('access.expired'))
    const answers = new Answers({ listResponses: refuse }, sourcesFor(answered))
    await expect(answers.load(answered.own, secrets, access)).rejects.toMatchObject({
      code: 'access.expired',
    })
  })
  it('stay shown while the gateway is away', async () => {
    let away = false
    const list = () =>
      away ? Promise.reject(new Failure('gateway.timeout', '', true)) : page([answered.response])
    const answers = new Answers({ listResponses: list }, sourcesFor(answered))
    await answers.load(answered.own, secrets, access)
    away = true
    await answers.load(answered.own, secrets, access)
    expect([answers.checked.length, answers.failure?.code]).toEqual([1, 'gateway.timeout'])
  })
})

describe('deliveries', () => {
  const sourcesOf = (change: Partial<DeliverySources> = {}): DeliverySources => ({
    loadEnvelope: () => Promise.resolve(answered.sale.envelope),
    readDelivery: () => Promise.resolve(answered.deliver().sent),
    ...change,
  })
  const load = async (deliveries: Deliveries, deal: Deal, responses = [answered.response]) => {
    await deliveries.load(answered.own, secrets, [deal], responses)
    return [...deliveries.arrived.values()].map(({ result }) => result.state)
  }
  it('are opened once, and forgotten with the consent', async () => {
    const { deal } = answered.deliver()
    const deliveries = new Deliveries(sourcesOf())
    expect(await load(deliveries, deal)).toEqual(['opened'])
    expect(listBundles(deliveries.arrived.values(), [deal])).toHaveLength(1)
    const withdrawn = { ...deal, withdrawn: { at: '2026-11-22T00:00:00.000Z', stage: 'delivered' as const } }
    expect(listBundles(deliveries.arrived.values(), [withdrawn])).toEqual([])
    expect(await load(deliveries, withdrawn)).toEqual(['withdrawn'])
    expect(JSON.stringify([...deliveries.arrived.values()].map(({ result }) => result))).not.toContain(
      'coffee',
    )
  })
  it('of somebody who withdrew are not opened at all', async () => {
    const { deal } = answered.deliver()
    const withdrawn = { ...deal, withdrawn: { at: '2026-11-22T00:00:00.000Z', stage: 'delivered' as const } }
    expect(await load(new Deliveries(sourcesOf()), withdrawn)).toEqual([])
  })
  it('wait for a proof that cannot be read yet, and are not opened without it', async () => {
    const { deal, sent } = answered.deliver()
    let known = false
    const deliveries = new Deliveries(sourcesOf({ readDelivery: () => Promise.resolve(known ? sent : null) }))
    expect(await load(deliveries, deal)).toEqual(['missing'])
    known = true
    expect(await load(deliveries, deal)).toEqual(['opened'])
  })
  it('say when the gateway has dropped the sealed record', async () => {
    const deliveries = new Deliveries(sourcesOf())
    expect(await load(deliveries, answered.deliver().deal, [])).toEqual(['missing'])
    expect([...deliveries.arrived.values()][0]?.result).toHaveProperty('later', false)
  })
})

describe('what budget and places reach for', () => {
  const answer = (receivedAt: string, verdict: CheckedResponse['verdict'] = 'good'): CheckedResponse => ({
    ...{
      dealId: answered.response.dealId,
      profileId: receivedAt,
      signature: '0x',
      envelope: '',
      selection: null,
    },
    ...{ consent: { ...answered.sale.consent, price: 4n * tagUnit }, checks: [], verdict, receivedAt },
  })
  const offer = makeOffer({ free: String(10n * tagUnit), counts: { ...makeOffer().counts } })
  const names = (list: CheckedResponse[]) => list.map(({ profileId }) => profileId)
  it('goes to the earliest, and to none that is not good', () =>
    expect(
      names(
        affordable(answered.own, offer, [
          answer('2026-11-03'),
          answer('2026-11-01'),
          answer('2026-11-02', 'bad'),
          answer('2026-11-04'),
        ]),
      ),
    ).toEqual(['2026-11-01', '2026-11-03']))
  it('ends with the places', () => {
    const counts = {
      accepted: 0,
      delivered: 0,
      vesting: 0,
      subscribed: 0,
      settled: 0,
      refunded: 9,
      revoked: 9,
    }
    const own = { ...answered.own, onChain: { ...answered.own.onChain, maxResponses: 1 } }
    expect(affordable(own, { ...offer, counts }, [answer('2026-11-01'), answer('2026-11-02')])).toHaveLength(
      1,
    )
  })
})

describe('the words of the desk', () => {
  const now = Date.parse('2026-11-23T00:00:00.000Z')
  it.each<[Partial<Deal>, string]>([
    [{ state: 'accepted', until: now / 1000 + 9_000 }, 'Accepted'],
    [{ state: 'accepted', until: now / 1000 - 9_000 }, 'Not delivered'],
    [{ state: 'vesting', until: now / 1000 + 9_000 }, 'Delivered'],
    [{ state: 'subscribed', until: now / 1000 + 9_000 }, 'Subscribed'],
    [{ state: 'subscribed', until: now / 1000 - 9_000 }, 'Over'],
    [{ state: 'settled' }, 'Paid'],
    [{ state: 'refunded' }, 'Refunded'],
    [{ state: 'revoked', withdrawn: { at: '2026-11-22T00:00:00.000Z', stage: 'accepted' } }, 'Withdrawn'],
  ])('%j is %s', (change, word) =>
    expect(standingOfDeal(makeDeal({ withdrawn: null, ...change }), now).word).toBe(word),
  )
  it('tell an offer’s standing', () => {
    expect(standingOf(makeOffer({ state: 'open', free: '0' }), now).word).toBe('Budget used up')
    expect(standingOf(makeOffer({ state: 'closed' }), now).word).toBe('Closed')
    expect(usedOf(makeOffer({ budget: '10', free: '3', returned: '2' }))).toBe(5n)
    expect(titleOf(makeOffer({ document: { title: 7 } }))).toMatch(/^Offer 0x/)
  })
})

describe('what nobody delivered', () => {
  const price = String(2n * tagUnit)
  it('is the price, of a subscription what is neither paid nor back', () => {
    expect(heldBy(answered.own, makeDeal({ price }))).toBe(2n * tagUnit)
    const subscription = { onChain: { ...answered.own.onChain, epochs: 5 } }
    const deal = makeDeal({ price, state: 'subscribed', credited: String(4n * tagUnit) })
    expect(heldBy(subscription, deal)).toBe(6n * tagUnit)
    expect(heldBy(subscription, makeDeal({ price: null }))).toBe(0n)
  })
  it('comes back of one after the other, each transaction named, and is summed', async () => {
    const deals = ['7', '8'].map((profileId) => makeDeal({ profileId, price }))
    const reclaims = new Reclaims(answered.own, config, deals)
    expect(reclaims.run?.plan.title).toBe('Take the prices back, 1 of 2')
    expect(reclaims.run?.plan.call.arguments).toEqual({ offer: answered.own.id, profile: '7' })
    const started = vi.spyOn(TransactionRun.prototype, 'start').mockResolvedValue(null)
    await reclaims.take()
    expect(reclaims.run?.plan.call.arguments).toEqual({ offer: answered.own.id, profile: '8' })
    expect(started).toHaveBeenCalledTimes(1) // the second was asked for at once, and declined
    await reclaims.take()
    started.mockRestore()
    expect([reclaims.run, reclaims.taken, reclaims.amount]).toEqual([null, 2, 4n * tagUnit])
  })
})

describe('what is asked of a gateway', () => {
  it('is not followed for ever', async () => {
    let asked = 0
    const items = await listAll((cursor) => {
      asked += 1
      return Promise.resolve({
        items: [asked],
        nextCursor: cursor === 'b' ? 'b' : cursor === 'a' ? 'b' : 'a',
      })
    })
    expect(items).toEqual([1, 2, 3])
  })
})

it('another profile’s vault opens nothing', () =>
  expect(() => deriveSecrets(answered.own, new Uint8Array(32).fill(9))).toThrow(
    expect.objectContaining({ code: 'offer.other_vault' }),
  ))

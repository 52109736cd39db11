import axe from 'axe-core'
import { flushSync, mount, unmount, type Component } from 'svelte'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Config } from '../api/model.ts'
import OfferForm from '../features/console/draft/OfferForm.svelte'
import { DraftState } from '../features/console/draft/draftState.svelte.ts'
import { makeDraft } from '../features/console/draft/draft.testing.ts'
import RoiSection from '../features/console/roi/RoiSection.svelte'
import ReportPane from '../features/console/report/ReportPane.svelte'
import { makeDeal, makeOffer } from '../features/consents/fixtures.ts'
import { gateway } from '../state/gateway.svelte.ts'
import { late } from '../state/late.svelte.ts'
import { session } from '../state/session.svelte.ts'
import Business from './Business.svelte'

let mounted: Record<string, unknown> | null = null
let root: HTMLElement

beforeAll(async () => {
  late.parts = await import('../features/late/parts.ts')
})
beforeEach(() => {
  root = document.createElement('main')
  document.body.replaceChildren(root)
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [], nextCursor: null })))
})
afterEach(async () => {
  if (mounted) await unmount(mounted)
  mounted = null
  session.profiles = []
  session.activeId = null
})

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  mounted = mount(component, { target: root, props })
  flushSync()
  return root
}
/** Without the options of the lists of countries: there are hundreds, and they are the browser's own. */
async function violations(): Promise<string[]> {
  const found = await axe.run(
    { include: [document.body], exclude: [['option']] },
    {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
        'page-has-heading-one': { enabled: false },
      },
    },
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

it('a business without a profile is told to take a handle', async () => {
  const page = show(Business, {})
  expect(page.querySelector('a[href="#/welcome"]')).not.toBeNull()
  expect(await violations()).toEqual([])
})

it('a business without a wallet is shown the wallets', async () => {
  // Safety: the gate reads only whether there is a config.
  gateway.config = { network: { chainId: 31337, rpcUrl: null }, contracts: {} } as Config
  session.put({
    ...{
      profileId: '77',
      handle: 'shoes',
      name: 'Shoes',
      custody: `0x${'11'.repeat(20)}`,
      state: 'ready' as const,
    },
    ...{ callId: null, key: null, lastCreatedAt: 0 },
  })
  const page = show(Business, {})
  expect(page.textContent).toContain('No wallet was found in this browser.')
  expect(await violations()).toEqual([])
})

it('the form names its faults, links to each, and is clean for a screen reader', async () => {
  const form = new DraftState('form-test')
  const preview = vi.fn()
  const page = show(OfferForm, { form, handle: 'shoes', balance: null, onpreview: preview })
  expect(page.querySelector('[role=alert]')).toBeNull()
  page.querySelector<HTMLButtonElement>('button[type=submit]')?.click()
  flushSync()
  const links = [...page.querySelectorAll<HTMLAnchorElement>('[role=alert] a')]
  expect(links.length).toBe(form.problems.length)
  for (const link of links) expect(document.getElementById(link.hash.slice(1)), link.hash).not.toBeNull()
  expect(preview).not.toHaveBeenCalled()
  expect(await violations()).toEqual([])
}, 60_000)

it('prices that tell are levelled by one click, and the form goes on to the preview', () => {
  const form = new DraftState('price-test')
  form.draft = makeDraft(Date.now())
  form.toggleAsk('location', 'exact')
  form.toggleAsk('contact', 'exact')
  form.draft.asks.forEach((ask, at) => (ask.price = String(at + 1)))
  const preview = vi.fn()
  const page = show(OfferForm, { form, handle: 'shoes', balance: null, onpreview: preview })
  expect(form.prices.state).toBe('reveals')
  const level = [...page.querySelectorAll('button')].find(
    ({ textContent }) => textContent === 'Make the prices equal',
  )
  level?.click()
  flushSync()
  expect([form.prices.state, form.draft.maxKinds]).toEqual(['fine', '2'])
  page.querySelector<HTMLButtonElement>('button[type=submit]')?.click()
  expect(preview).toHaveBeenCalledOnce()
})

it('a draft is kept in the browser, and who the business is outlives it', async () => {
  const form = new DraftState('kept-test')
  form.draft = makeDraft(Date.now(), { title: 'Kept' })
  form.keep()
  await vi.waitFor(async () => {
    const other = new DraftState('kept-test')
    await other.load()
    expect(other.draft.title).toBe('Kept')
  })
  await form.startOver()
  expect([form.draft.title, form.draft.controller.name]).toEqual(['', 'Harbour Shoes GmbH'])
})

it('money per real person names what is not shown, and always the real people lost', async () => {
  const beacon = `0x${'0b'.repeat(32)}`
  const drawn = (verdict: string) => ({ population: 50, drawn: [{ profileId: '1', verdict }] })
  const sample = { epoch: 9, beacon, level: 1, size: 100, accepted: drawn('real'), rejected: drawn('real') }
  const block = { number: '0x9', hash: beacon, timestamp: '0x10' }
  vi.stubGlobal('fetch', (url: string) =>
    Promise.resolve(
      Response.json(url.includes('calibration') ? { sample } : { jsonrpc: '2.0', result: block }),
    ),
  )
  // Safety: the section reads the network and the market's address alone.
  const config = {
    network: { chainId: 31337, rpcUrl: 'http://node.example' },
    contracts: { DataMarket: `0x${'da'.repeat(20)}` },
  } as unknown as Config
  const deal = makeDeal({
    acceptedAt: '2026-11-20T10:00:00.000Z',
    profileId: '1',
    credited: String(10n ** 18n),
  })
  const levels = new Map([['1', 1]])
  const page = show(RoiSection, { config, offer: makeOffer(), deals: [deal], levels })
  await vi.waitFor(() => expect(page.textContent).toContain('Calibration sample of epoch 9'))
  expect(page.textContent).toContain('Real people lost to the filter')
  expect(page.textContent).toContain('no hold-out was given')
  expect(page.textContent).toContain('Hired people are not seen')
  expect(await violations()).toEqual([])
})

it('a report is readable without its drawings', async () => {
  const deal = makeDeal({ acceptedAt: '2026-11-20T10:00:00.000Z', withdrawn: null })
  const page = show(ReportPane, { offer: makeOffer(), deals: [deal], levels: new Map() })
  expect(page.querySelectorAll('table').length).toBeGreaterThan(2)
  expect(await violations()).toEqual([])
})

import axe from 'axe-core'
import { flushSync, mount, unmount, type Component } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import BarChart from './BarChart.svelte'
import LineChart from './LineChart.svelte'

let mounted: Record<string, unknown> | null = null
afterEach(async () => {
  if (mounted) await unmount(mounted)
  mounted = null
})
function show<Props extends Record<string, unknown>>(part: Component<Props>, props: Props): HTMLElement {
  const root = document.createElement('main')
  document.body.replaceChildren(root)
  mounted = mount(part, { target: root, props })
  flushSync()
  return root
}
const faults = async (root: HTMLElement) =>
  (await axe.run(root, { rules: { 'color-contrast': { enabled: false } } })).violations.map(({ id }) => id)

const day = 86_400_000
const line = {
  title: 'Earned so far',
  step: true,
  format: (value: number) => `${value} TAG`,
  series: [
    {
      name: 'credited',
      points: [
        { time: 10 * day, value: 2 },
        { time: 12 * day, value: 5 },
      ],
    },
    { name: 'withdrawn', dashed: true, points: [{ time: 12 * day, value: 2 }] },
  ],
}

it('a line chart is named, has its numbers in a table, and no fault', async () => {
  const root = show(LineChart, line)
  const chart = root.querySelector('svg[role=img]')
  expect(document.getElementById(chart?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(line.title)
  const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  )
  expect(rows).toEqual([
    ['11 Jan 1970', '2 TAG', ''],
    ['13 Jan 1970', '5 TAG', '2 TAG'],
  ])
  expect(await faults(root)).toEqual([])
})

it('arrow keys read one point after the other, and stop at the ends', () => {
  const root = show(LineChart, line)
  const chart = root.querySelector('svg[role=img]')
  const press = (key: string) => {
    chart?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    flushSync()
    return root.querySelector('[aria-live]')?.textContent
  }
  expect(press('ArrowRight')).toBe('11 Jan 1970: credited 2 TAG, withdrawn nothing yet')
  expect(press('ArrowRight')).toBe('13 Jan 1970: credited 5 TAG, withdrawn 2 TAG')
  expect(press('ArrowRight')).toBe('13 Jan 1970: credited 5 TAG, withdrawn 2 TAG')
  expect(press('ArrowLeft')).toContain('11 Jan 1970')
})

it('a chart of nothing still stands', async () => {
  const root = show(LineChart, { ...line, series: [{ name: 'credited', points: [] }] })
  expect(root.querySelector('svg')?.outerHTML).not.toMatch(/NaN|Infinity/)
  expect(await faults(root)).toEqual([])
})

it('a bar chart has its numbers twice, drawn and in a table', async () => {
  const bars = [
    { label: 'interests', value: 3, note: '60 %' },
    { label: 'location', value: 0 },
  ]
  const root = show(BarChart, { title: 'Sold kinds', unit: 'sales', bars, format: String })
  expect(root.querySelectorAll('rect:not(.track)')).toHaveLength(1)
  expect(root.querySelector('tbody')?.textContent).toContain('3, 60 %')
  expect(await faults(root)).toEqual([])
})

it('bars of nothing still stand', () => {
  const root = show(BarChart, { title: 'Nothing', unit: 'sales', bars: [], format: String })
  expect(root.querySelector('svg')?.outerHTML).not.toMatch(/NaN|Infinity/)
})

it('what changes evenly is drawn straight beside what holds', () => {
  const points = [
    { time: 10 * day, value: 1 },
    { time: 20 * day, value: 3 },
  ]
  const series = [
    { name: 'holds', points },
    { name: 'grows', points, straight: true },
  ]
  const root = show(LineChart, { ...line, series })
  const [holds, grows] = [...root.querySelectorAll('path.line')].map((path) => path.getAttribute('d') ?? '')
  expect(holds).toMatch(/^M.*H.*V/)
  expect(grows).toMatch(/^M[^HV]*L[^HV]*$/)
})

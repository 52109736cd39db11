import { expect, it } from 'vitest'
import type { Hex } from './hex.ts'
import { isAuthorised } from './isAuthorised.ts'
import { vectors } from './vectors.testing.ts'

interface Scenario {
  name: string
  custody: Hex[]
  from: number[]
  until: number[]
  grant: {
    key: Hex
    from: number
    until: number
    kinds: number
    custodyIndex: number
    voidFrom: number
  } | null
  signer: Hex[]
  kind: number[]
  t: number[]
  authorised: boolean[]
}

const { scenarios } = vectors<{ scenarios: Scenario[] }>('authorisation')

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  const custodies = scenario.custody.map((custody, index) => ({
    custody,
    from: BigInt(scenario.from[index] ?? 0),
    until: BigInt(scenario.until[index] ?? 0),
  }))
  const { grant: slot } = scenario
  const grant = slot && {
    ...slot,
    from: BigInt(slot.from),
    until: BigInt(slot.until),
    voidFrom: BigInt(slot.voidFrom),
  }
  const answers = scenario.signer.map((signer, index) =>
    isAuthorised(custodies, grant, signer, scenario.kind[index] ?? 0, BigInt(scenario.t[index] ?? 0)),
  )
  expect(answers).toEqual(scenario.authorised)
})

it('knows a signer in either case, and no key of a custody that is not there', () => {
  const custodies = [{ custody: '0xAB' as Hex, from: 1n, until: 0n }]
  expect(isAuthorised(custodies, null, '0xab', 1, 1n)).toBe(true)
  const grant = { key: '0xcd' as Hex, from: 1n, until: 9n, kinds: 2, custodyIndex: 1, voidFrom: 0n }
  expect(isAuthorised(custodies, grant, '0xcd', 1, 5n)).toBe(false)
})

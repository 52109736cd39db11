// @vitest-environment node
import { expect, it } from 'vitest'
import { deal } from './fakes.testing.ts'
import { dealStages, decodeKeyFile, emptyKeyFile, encodeKeyFile } from './keyFile.ts'
import { mergeKeyFiles } from './mergeKeyFiles.ts'

const signature = `0x${'ab'.repeat(65)}` as const
const of = (change: Partial<typeof deal>) => ({ ...emptyKeyFile, deals: [{ ...deal, ...change }] })

it('what one device signed stays signed when another gave it up unsigned', () => {
  const signed = of({ state: 'signed', signature })
  const dropped = of({ state: 'dropped' })
  for (const merged of [mergeKeyFiles(signed, dropped), mergeKeyFiles(dropped, signed)]) {
    expect(merged.deals).toEqual(signed.deals)
  }
  expect(mergeKeyFiles(of({}), dropped).deals[0]?.state).toBe('dropped')
  expect(mergeKeyFiles(of({ state: 'closed', signature }), signed).deals[0]?.state).toBe('closed')
})
it('a deal given up is a stage of its own, between prepared and signed', () => {
  expect(dealStages.slice(0, 5)).toEqual(['prepared', 'dropped', 'signed', 'sent', 'closed'])
  const file = of({ state: 'dropped' })
  expect(decodeKeyFile(encodeKeyFile(file))).toEqual(file)
})

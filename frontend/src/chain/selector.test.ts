import { describe, expect, it } from 'vitest'
import { postRegistryAnchoredEvent } from './abi.gen.ts'
import { dataMarketAcceptMany, dataMarketDeliver, dataMarketWithdraw } from './marketAbi.gen.ts'
import { selectorOf, signatureHash } from './selector.ts'

/** From the compiler's own table (`methodIdentifiers`) and Keccak-256 of the event's signature. */
describe('selectorOf', () => {
  it('spells a plain function', () => expect(selectorOf(dataMarketWithdraw)).toBe('0x51cff8d9'))
  it('spells structs within structs', () => expect(selectorOf(dataMarketDeliver)).toBe('0x81f7161d'))
  it('spells lists of structs', () => expect(selectorOf(dataMarketAcceptMany)).toBe('0x5a095705'))
  it('spells an event', () =>
    expect(signatureHash(postRegistryAnchoredEvent)).toBe(
      '0xa5cbdae8f4c22cb8861429e8b07843d939e026848c04f9a9455397ba0dae78f5',
    ))
})

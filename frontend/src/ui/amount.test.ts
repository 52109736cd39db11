import { describe, expect, it } from 'vitest'
import { codeOf } from '../domain/vectors.testing.ts'
import { exactTag, formatTag, parseTag, tagNumber } from './amount.ts'

const one = 10n ** 18n

describe('parseTag', () => {
  it.each([
    ['', 'amount.malformed'],
    ['-1', 'amount.malformed'],
    ['1e3', 'amount.malformed'],
    ['1,23', 'amount.malformed'],
    ['.5', 'amount.malformed'],
    ['1.', 'amount.malformed'],
    ['0.1234567890123456789', 'amount.decimals'],
    ['340282366920938463464', 'amount.range'],
  ])('refuses %j as %s', (text, code) => expect(codeOf(() => parseTag(text))).toBe(code))
  it.each([
    ['0', 0n],
    ['1', one],
    [' 1,234.5 ', 1234n * one + one / 2n],
    ['0.000000000000000001', 1n],
    ['340282366920938463463.374607431768211455', 2n ** 128n - 1n],
  ])('reads %j', (text, amount) => expect(parseTag(text)).toBe(amount))
})

describe('what is shown', () => {
  it('never more than there is', () => expect(formatTag(one - 1n)).toBe('0.9999 TAG'))
  it('says when it is too little to show', () => expect(formatTag(1n)).toBe('less than 0.0001 TAG'))
  it('groups thousands', () => expect(formatTag(1234567n * one + one / 4n)).toBe('1,234,567.25 TAG'))
  it('nothing is 0', () => expect(formatTag('0')).toBe('0 TAG'))
  it('exactly, for what is signed', () => expect(exactTag(one + 1n)).toBe('1.000000000000000001 TAG'))
  it.each([0n, 1n, 12n * one + 5n, 2n ** 128n - 1n])('%s is read back as it was written', (amount) =>
    expect(parseTag(exactTag(amount).replace(' TAG', ''))).toBe(amount),
  )
  it('is a height for charts', () => expect(tagNumber(one / 2n)).toBe(0.5))
})

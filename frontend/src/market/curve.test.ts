import { describe, expect, it } from 'vitest'
import { codeOf } from '../domain/vectors.testing.ts'
import {
  add,
  base,
  curveOrder,
  field,
  inverse,
  lift,
  modulo,
  multiply,
  multiplySecret,
  negate,
  parityOf,
  pointOf,
} from './curve.ts'

describe('what is refused', () => {
  it.each([0n, -1n, curveOrder, curveOrder + 1n, 2n ** 256n])('the scalar %s', (scalar) => {
    expect(codeOf(() => multiply(base, scalar))).toBe('curve.scalar')
    expect(codeOf(() => multiplySecret(base, scalar))).toBe('curve.scalar')
  })

  it.each([
    [0n, 0n],
    [base.x, base.y + 1n],
    [base.x + field, base.y],
    [base.x, base.y + field],
    [-1n, 1n],
    [5n, 5n],
  ])('the coordinates %s, %s', (x, y) => {
    expect(codeOf(() => pointOf(x, y))).toBe('curve.point')
  })

  it.each([
    [5n, 0],
    [0n, 0],
    [field, 0],
    [-1n, 0],
    [base.x, 2],
    [base.x, -1],
    [base.x, 0.5],
  ])('the x %s with parity %s', (x, parity) => {
    expect(codeOf(() => lift(x, parity))).toBe('curve.point')
  })

  it('the inverse of nothing', () => {
    expect(codeOf(() => inverse(0n))).toBe('curve.infinity')
    expect(codeOf(() => inverse(-field))).toBe('curve.infinity')
  })

  it('a sum that is no point', () => {
    expect(codeOf(() => add(base, negate(base)))).toBe('curve.infinity')
  })
})

it('multiplies as it adds', () => {
  expect(multiply(base, 2n)).toEqual(add(base, base))
  expect(multiply(base, curveOrder - 1n)).toEqual(negate(base))
  expect(multiplySecret(multiply(base, 3n), curveOrder - 5n)).toEqual(negate(multiply(base, 15n)))
  expect(modulo(inverse(-7n) * -7n, field)).toBe(1n)
  expect(multiply(multiply(base, 5n), 7n)).toEqual(multiply(base, 35n))
})

it('reads both spellings of a point', () => {
  const point = multiply(base, 12345n)
  expect(pointOf(point.x, point.y)).toEqual(point)
  expect(lift(point.x, parityOf(point))).toEqual(point)
  expect(lift(point.x, 1 - parityOf(point))).toEqual(negate(point))
})

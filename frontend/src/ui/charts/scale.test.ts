import { describe, expect, it } from 'vitest'
import { randomFrom } from '../../domain/vectors.testing.ts'
import { linear, pathOf, roundTicks, timeTicks, valueAt } from './scale.ts'

describe('roundTicks', () => {
  it.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY])('%s still has an axis', (most) =>
    expect(roundTicks(most)).toEqual([0, 1]),
  )
  it.each([
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [7, [0, 2, 4, 6, 8]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [1234, [0, 500, 1000, 1500]],
  ])('%s', (most, ticks) => expect(roundTicks(most)).toEqual(ticks))
  it('always starts at 0, covers the value and stays few', () => {
    const random = randomFrom(7)
    for (let run = 0; run < 500; run += 1) {
      const most = 10 ** (random() * 24 - 12)
      const ticks = roundTicks(most)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.999)
      expect(ticks.length).toBeLessThanOrEqual(6)
    }
  })
})

describe('timeTicks', () => {
  it('one moment has one tick', () => expect(timeTicks(5, 5)).toEqual([5]))
  it('both ends and the middle', () => expect(timeTicks(0, 10)).toEqual([0, 5, 10]))
})

describe('linear', () => {
  it('one value maps to the start', () => expect(linear([3, 3], [10, 20])(3)).toBe(10))
  it('turns upside down where the page does', () => expect(linear([0, 4], [100, 0])(1)).toBe(75))
})

describe('lines', () => {
  const points = [
    { time: 10, value: 1 },
    { time: 20, value: 3 },
  ]
  it('a balance stays until it changes', () =>
    expect(
      pathOf(
        [
          [0, 9],
          [5.55, 3],
        ],
        true,
      ),
    ).toBe('M0 9H5.6V3'))
  it('an even change is straight', () =>
    expect(
      pathOf(
        [
          [0, 9],
          [5, 3],
        ],
        false,
      ),
    ).toBe('M0 9L5 3'))
  it.each([
    [9, true, null],
    [10, true, 1],
    [15, true, 1],
    [15, false, 2],
    [20, true, 3],
    [99, false, 3],
  ])('value at %s (step: %s)', (time, step, value) => expect(valueAt(points, time, step)).toBe(value))
  it('nothing has no value', () => expect(valueAt([], 3, true)).toBeNull())
})

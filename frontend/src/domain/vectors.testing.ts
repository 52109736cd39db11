/** The golden vectors that the Python domain wrote; only tests import this. */
const files = import.meta.glob<string>('../../../tests/vectors/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The parsed file of this name. */
export function vectors<T>(name: string): T {
  const text = files[`../../../tests/vectors/${name}.json`]
  if (text === undefined) throw new Error(`there is no tests/vectors/${name}.json`)
  return JSON.parse(text) as T // Safety: the caller states the file's shape; a wrong one fails its test.
}

/** The code of the domain error that a call throws, null when it returns. */
export function codeOf(call: () => unknown): string | null {
  try {
    call()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
  return null
}

/** A seeded source of numbers from 0 to 1 (mulberry32), so that a failure repeats. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The code of the error that a promise rejects with, null when it resolves. */
export async function rejectedCodeOf(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise
  } catch (error) {
    return codeOf(() => {
      throw error
    })
  }
  return null
}

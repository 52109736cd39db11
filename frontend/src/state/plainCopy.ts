/** A copy of a JSON value without the reactivity around it, as storage needs it. */
export function plainCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T // Safety: only JSON values are given.
}

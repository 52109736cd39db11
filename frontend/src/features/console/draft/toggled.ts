/** The list with the value in it, or without it. */
export function toggled<Value>(values: readonly Value[], value: Value, wanted: boolean): Value[] {
  const others = values.filter((kept) => kept !== value)
  return wanted ? [...others, value] : others
}

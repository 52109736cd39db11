/** Milliseconds that feeds sort by: the date claimed, but never later than the block. */
export function sortMs(createdAt: bigint, anchoredAtSeconds: bigint): bigint {
  const anchored = anchoredAtSeconds * 1000n
  return createdAt < anchored ? createdAt : anchored
}

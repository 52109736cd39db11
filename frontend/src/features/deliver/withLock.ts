/** Runs the work in one tab at a time; where another tab is at it, nothing happens here. */
export async function withLock(name: string, work: () => Promise<void>): Promise<void> {
  // Safety: the type says it is always there; a page without TLS lacks it.
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return work()
  await locks.request(`hashtagspace:${name}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined))
}

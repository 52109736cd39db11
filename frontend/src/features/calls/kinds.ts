/** What a session key may be allowed to sign, in plain words; the number is the intent's kind. */
export const kindNames: readonly { kind: number; name: string }[] = [
  { kind: 1, name: 'post' },
  { kind: 2, name: 'reply' },
  { kind: 3, name: 'quote' },
  { kind: 4, name: 'repost' },
  { kind: 5, name: 'edit' },
  { kind: 6, name: 'withdraw posts' },
  { kind: 7, name: 'react' },
  { kind: 8, name: 'take reactions back' },
  { kind: 9, name: 'follow people' },
  { kind: 10, name: 'unfollow people' },
  { kind: 11, name: 'follow spaces' },
  { kind: 12, name: 'unfollow spaces' },
  { kind: 13, name: 'change your profile page' },
  { kind: 14, name: 'label posts' },
]
export const profileKind = 13
export const labelKind = 14

/** The everyday kinds: everything but the profile page and labels, which are asked one by one. */
export const everydayMask: number = maskOf(
  kindNames.map(({ kind }) => kind).filter((kind) => kind < profileKind),
)

export function maskOf(kinds: readonly number[]): number {
  return kinds.reduce((mask, kind) => mask | (1 << kind), 0)
}

export function kindsOf(mask: number): number[] {
  return kindNames.map(({ kind }) => kind).filter((kind) => mask & (1 << kind))
}

/** "post, reply, …" for a preview. */
export function describeKinds(mask: number): string {
  const all = kindsOf(mask)
  return kindNames
    .filter(({ kind }) => all.includes(kind))
    .map(({ name }) => name)
    .join(', ')
}

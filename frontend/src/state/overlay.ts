import type { Post } from '../api/model.ts'

/** The parts of a pending intent that change what a page shows before the chain has it. */
export interface PendingAct {
  kind: number
  subject: string
  createdAt: number
  state: string
  about: { emoji?: string; tag?: string; profileId?: string; handle?: string }
}

const counted = (act: PendingAct): boolean => act.state !== 'failed'
const byTime = (a: PendingAct, b: PendingAct): number => a.createdAt - b.createdAt

/** The post with this browser's own reactions, reposts and retraction laid over the gateway's answer. */
export function overlayPost(post: Post, acts: readonly PendingAct[]): Post {
  const mine = acts.filter((act) => act.subject === post.postId && counted(act)).sort(byTime)
  if (mine.length === 0) return post
  const reacted = new Set(post.viewer?.reactions ?? [])
  const counts = new Map(post.reactions.map(({ emoji, count }) => [emoji, count]))
  let { reposted, retracted } = { reposted: post.viewer?.reposted ?? false, retracted: post.retracted }
  let reposts = post.counts.reposts
  for (const { kind, about } of mine) {
    const emoji = about.emoji ?? ''
    if (kind === 7 && !reacted.has(emoji)) {
      reacted.add(emoji)
      counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
    } else if (kind === 8 && reacted.delete(emoji)) {
      counts.set(emoji, (counts.get(emoji) ?? 1) - 1)
    } else if (kind === 4 && !reposted) {
      reposted = true
      reposts += 1
    } else if (kind === 6) {
      retracted = true
    }
  }
  const reactions = [...counts].filter(([, count]) => count > 0).map(([emoji, count]) => ({ emoji, count }))
  const sum = reactions.reduce((total, { count }) => total + count, 0)
  return {
    ...post,
    reactions,
    retracted,
    counts: { ...post.counts, reposts, reactions: sum },
    viewer: { reactions: [...reacted], reposted },
  }
}

/** Whether a person or tag is followed once the pending acts count; `known` is the gateway's answer. */
export function overlayFollowing(
  known: boolean,
  acts: readonly PendingAct[],
  about: { tag?: string; profileId?: string },
): boolean {
  const [follow, unfollow] = about.tag === undefined ? [9, 10] : [11, 12]
  const last = acts
    .filter((act) => (act.kind === follow || act.kind === unfollow) && counted(act))
    .filter((act) =>
      about.tag === undefined ? act.about.profileId === about.profileId : act.about.tag === about.tag,
    )
    .sort(byTime)
    .at(-1)
  return last ? last.kind === follow : known
}

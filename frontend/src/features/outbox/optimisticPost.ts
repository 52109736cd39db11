import type { Hex, Post, PostDocument } from '../../api/model.ts'
import { cidOfDigest } from '../../domain/cidOfDigest.ts'
import { findHashtags } from '../../domain/findHashtags.ts'
import type { ComposeTask } from '../../state/composing.svelte.ts'
import type { LocalProfile } from '../../state/session.svelte.ts'

interface Parts {
  postId: string
  createdAt: string
  digest: Hex
  kind: 'post' | 'reply' | 'quote'
  document: PostDocument
  task: ComposeTask
  profile: LocalProfile
}

/** The post as the gateway will show it once it has seen it, so that the page need not wait. */
export function optimisticPost({ postId, createdAt, digest, kind, document, task, profile }: Parts): Post {
  const parent = task.replyTo ?? null
  const { profileId, handle, name } = profile
  return {
    postId,
    kind,
    author: { profileId, handle, name, avatar: null, level: 0, judgedFake: false },
    subject: (task.replyTo ?? task.quote)?.postId ?? null,
    rootId: parent?.rootId ?? postId,
    parent: parent && { postId: parent.postId, author: parent.author },
    createdAt,
    anchoredAt: createdAt,
    content: { digest, cid: cidOfDigest(digest) },
    document,
    contentState: 'available',
    tags: [...findHashtags(document.text)],
    counts: { replies: 0, reposts: 0, quotes: 0, reactions: 0 },
    reactions: [],
    edited: false,
    retracted: false,
    state: 'anchored',
    earlierCustody: false,
    target: task.quote ?? null,
    collapsed: null,
    viewer: { reactions: [], reposted: false },
  }
}

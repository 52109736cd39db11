import type { Gateway } from '../../../api/endpoints.ts'
import type { PublicPost } from '../../../market/activity.ts'

const pageSize = 100
const mostPosts = 100_000

/** All public posts of a profile, replies and reposts with them, page by page. */
export async function collectPosts(
  api: Pick<Gateway, 'listProfilePosts'>,
  profileId: string,
  onProgress: (count: number) => void,
): Promise<PublicPost[]> {
  const posts: PublicPost[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Gateway['listProfilePosts']>> = await api.listProfilePosts(profileId, {
      replies: true,
      limit: pageSize,
      cursor,
    })
    for (const { postId, kind, createdAt, tags, retracted, author } of page.items) {
      if (author.profileId === profileId) posts.push({ postId, kind, createdAt, tags, retracted })
    }
    cursor = page.nextCursor
    onProgress(posts.length)
  } while (cursor !== null && posts.length < mostPosts)
  return posts
}

import type {
  CallBody,
  CallStatus,
  Config,
  FollowingPage,
  Hex,
  IntentResults,
  IntentStatus,
  Page,
  Post,
  Profile,
  ProfileKeys,
  Proof,
  Space,
  StoredMedia,
  Thread,
  TrendingSpace,
} from './model.ts'
import { requestBytes, requestJson } from './request.ts'
import { requirePosts } from './shape.ts'

export type Query = Record<string, string | number | boolean | null | undefined>

/** Path with the given parameters; empty ones are left out. */
export function buildPath(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text ? `${path}?${text}` : path
}

const segment = encodeURIComponent

/** One gateway's routes as functions: nothing here knows state. */
export function openGateway(base: string) {
  const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
    requestJson<T>(base, buildPath(path, query), signal ? { signal } : {})
  const post = <T>(path: string, body: unknown) =>
    requestJson<T>(base, path, {
      method: 'POST',
      body: JSON.stringify(body),
      contentType: 'application/json',
    })
  const getPage = async (path: string, query: Query) => {
    const page = await get<Page<Post>>(path, query)
    requirePosts(page.items)
    return page
  }
  return {
    base,
    getConfig: () => get<Config>('/v1/config'),
    getProfile: (idOrHandle: string, viewer?: string | null) =>
      get<Profile>(`/v1/profiles/${segment(idOrHandle)}`, { viewer }),
    listProfilePosts: (id: string, query: Query) => getPage(`/v1/profiles/${segment(id)}/posts`, query),
    listSessionKeys: (id: string) => get<ProfileKeys>(`/v1/profiles/${segment(id)}/keys`),
    listFollowing: (id: string, query: Query = {}) =>
      get<FollowingPage>(`/v1/profiles/${segment(id)}/following`, query),
    listProfilesOfCustody: (custody: string) => get<{ items: Profile[] }>('/v1/profiles', { custody }),
    listProfilesByPrefix: (prefix: string) => get<{ items: Profile[] }>('/v1/profiles', { prefix, limit: 6 }),
    getPost: async (id: string, viewer?: string | null) =>
      requirePosts([await get<Post>(`/v1/posts/${segment(id)}`, { viewer })])[0],
    getThread: async (id: string, query: Query) => {
      const thread = await get<Thread>(`/v1/posts/${segment(id)}/thread`, query)
      requirePosts([...thread.ancestors, thread.post, ...thread.replies])
      return thread
    },
    getProof: (id: string) => get<Proof>(`/v1/posts/${segment(id)}/proof`),
    listHome: (query: Query) => getPage('/v1/feeds/home', query),
    listExplore: (query: Query) => getPage('/v1/feeds/explore', query),
    getSpace: (tag: string, viewer?: string | null) => get<Space>(`/v1/spaces/${segment(tag)}`, { viewer }),
    listSpacePosts: (tag: string, query: Query) => getPage(`/v1/spaces/${segment(tag)}/posts`, query),
    listSpaces: (query: Query = {}) => get<Page<TrendingSpace>>('/v1/spaces', query),
    putMedia: (blob: Blob) =>
      requestJson<StoredMedia>(base, '/v1/media', {
        method: 'POST',
        body: blob,
        contentType: blob.type,
        timeoutMilliseconds: 120_000,
      }),
    submitIntents: (intents: { record: Hex; signature: Hex; content?: string }[]) =>
      post<IntentResults>('/v1/intents', { intents }),
    getIntent: (id: string) => get<IntentStatus>(`/v1/intents/${segment(id)}`),
    submitCall: (body: CallBody) => post<CallStatus>('/v1/calls', body),
    getCall: (id: string) => get<CallStatus>(`/v1/calls/${segment(id)}`),
    getRaw: (cid: string, signal?: AbortSignal) =>
      requestBytes(base, `/ipfs/${segment(cid)}?format=raw`, signal ? { signal } : {}),
    getCar: (cid: string, signal?: AbortSignal) =>
      requestBytes(base, `/ipfs/${segment(cid)}?format=car`, signal ? { signal } : {}),
    streamUrl: `${base}/v1/stream`,
  }
}
export type Gateway = ReturnType<typeof openGateway>

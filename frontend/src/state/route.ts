/** Where the page is. The address after `#` is the only source: any static host serves the app. */
export type Route =
  | { page: 'home' }
  | { page: 'explore' }
  | { page: 'space'; tag: string }
  | { page: 'thread'; postId: string }
  | { page: 'profile'; idOrHandle: string }
  | { page: 'compose' }
  | { page: 'welcome' }
  | { page: 'settings' }
  | { page: 'market'; area: string; item: string }
  | { page: 'people'; profileId: string }
  | { page: 'lost'; path: string }

/** The route that an address names; what it does not know is `lost`, never an exception. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, '').split('?')[0] ?? ''
  const [first = '', second = '', ...rest] = path.split('/').map(decode)
  if (rest.length > 0) return { page: 'lost', path }
  if (first.startsWith('@') && !second) return profileRoute(first.slice(1), path)
  switch (first) {
    case '':
      return { page: 'home' }
    case 'explore':
    case 'compose':
    case 'welcome':
    case 'settings':
      return second ? { page: 'lost', path } : { page: first }
    case 'space':
      return second ? { page: 'space', tag: second } : { page: 'explore' }
    case 'thread':
      return /^0x[0-9a-f]{64}$/.test(second) ? { page: 'thread', postId: second } : { page: 'lost', path }
    case 'profile':
      return profileRoute(second, path)
    case 'personhood':
      return { page: 'people', profileId: second }
    case 'vault':
    case 'offers':
    case 'consents':
    case 'earnings':
    case 'business':
      return { page: 'market', area: first, item: second }
    default:
      return { page: 'lost', path }
  }
}

function profileRoute(idOrHandle: string, path: string): Route {
  const known = /^([a-z0-9_]{3,20}|[0-9]{1,20})$/.test(idOrHandle)
  return known ? { page: 'profile', idOrHandle } : { page: 'lost', path }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const homeHref = '#/'
export const spaceHref = (tag: string): string => `#/space/${encodeURIComponent(tag)}`
export const threadHref = (postId: string): string => `#/thread/${postId}`
export const personhoodHref = (profileId: string): string => `#/personhood/${profileId}`
export const profileHref = (handle: string): string => `#/@${handle}`

/**
 * Whether secrets may be used in this page. `shared`: a path-style IPFS gateway serves every site from one
 * origin, so any of them could read what this page keeps. `insecure`: the browser offers no cryptography here.
 */
export type OriginTrust = 'own' | 'shared' | 'insecure'

/** Own host, subdomain gateway or this machine: an origin that nobody else's page shares. */
export function trustOfOrigin(place: Pick<Location, 'pathname'>, isSecure: boolean): OriginTrust {
  if (/^\/(ipfs|ipns)\//.test(place.pathname)) return 'shared'
  return isSecure ? 'own' : 'insecure'
}

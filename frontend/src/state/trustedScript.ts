interface Policy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy
}
let policy: Policy | null = null

/** An address of this app's own scripts, in the form that Trusted Types ask for; others raise. */
export function ownScript(url: string): string {
  const resolved = new URL(url, document.baseURI)
  if (resolved.origin !== window.location.origin)
    throw new TypeError(`${resolved.href} is not a script of this app`)
  const factory: unknown = Reflect.get(window, 'trustedTypes')
  if (!factory) return resolved.href
  // Safety: `trustedTypes` is the platform's factory; TypeScript's DOM library does not know it yet.
  policy ??= (factory as PolicyFactory).createPolicy('hashtagspace', { createScriptURL: (own) => own })
  return policy.createScriptURL(resolved.href)
}

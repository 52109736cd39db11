import { parseRoute, type Route } from './route.ts'

class Location {
  hash = $state(window.location.hash)
  readonly route: Route = $derived(parseRoute(this.hash))
}
/** The page's address, reactive. */
export const location = new Location()

window.addEventListener('hashchange', () => {
  location.hash = window.location.hash
})

/** Goes to an address of this app (`#/…`). */
export function navigate(href: string): void {
  window.location.hash = href
}

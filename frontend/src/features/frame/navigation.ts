import { profileHref, type Route } from '../../state/route.ts'
import type { LocalProfile } from '../../state/session.svelte.ts'
import type { IconName } from '../../ui/icons.ts'

export interface Entry {
  href: string
  label: string
  icon: IconName
  current: boolean
}

/** The places one can always go; the profile's place is the welcome page until there is a profile. */
export function navigation(route: Route, active: LocalProfile | null): Entry[] {
  const own =
    route.page === 'profile' &&
    active &&
    (route.idOrHandle === active.handle || route.idOrHandle === active.profileId)
  return [
    { href: '#/', label: 'Home', icon: 'home', current: route.page === 'home' },
    {
      href: '#/explore',
      label: 'Explore',
      icon: 'explore',
      current: route.page === 'explore' || route.page === 'space',
    },
    { href: '#/offers', label: 'Market', icon: 'market', current: route.page === 'market' },
    active
      ? { href: profileHref(active.handle), label: 'Profile', icon: 'person', current: Boolean(own) }
      : { href: '#/welcome', label: 'Join', icon: 'person', current: route.page === 'welcome' },
    { href: '#/settings', label: 'Settings', icon: 'settings', current: route.page === 'settings' },
  ]
}

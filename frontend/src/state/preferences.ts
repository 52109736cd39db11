const prefix = 'hashtagspace.'

/** A preference kept in this browser; null when absent or when storage is forbidden. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name)
  } catch {
    return null
  }
}

/** Keeps a preference; null forgets it. A browser that forbids storage forgets at once, which is harmless. */
export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, value)
  } catch {
    // Private windows may refuse: the preference then lasts as long as the page.
  }
}

import { readPreference, writePreference } from './preferences.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

class Theme {
  choice = $state<ThemeChoice>(parseTheme(readPreference('theme')))

  set(choice: ThemeChoice): void {
    this.choice = choice
    writePreference('theme', choice === 'system' ? null : choice)
    this.apply()
  }

  /** The document carries the choice as an attribute; styles do the rest. */
  apply(): void {
    if (this.choice === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = this.choice
  }
}

function parseTheme(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system'
}
export const theme = new Theme()

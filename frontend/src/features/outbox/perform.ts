import { failureOf } from '../../api/failure.ts'
import { navigate } from '../../state/location.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { sentenceOf } from '../../ui/sentences.ts'

type Acts = typeof import('./acts.ts')
const renewable = /^(session\.|intent\.(key_|unauthorised))/

/**
 * Runs one act of the person. True when it was signed and kept; otherwise a sentence was shown, with
 * the way to a new session key where that helps. Without a profile it leads to the welcome page.
 */
export async function perform(run: (acts: Acts) => Promise<unknown>): Promise<boolean> {
  if (!session.active) {
    navigate('#/welcome')
    return false
  }
  try {
    await run(await import('./acts.ts'))
    return true
  } catch (cause) {
    const failure = failureOf(cause)
    const renew = { label: 'Renew key', run: () => navigate('#/settings') }
    toasts.show(sentenceOf(failure), 'bad', renewable.test(failure.code) ? renew : undefined)
    return false
  }
}

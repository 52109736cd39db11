import type { Gateway } from '../../api/endpoints.ts'
import { failureOf } from '../../api/failure.ts'

export type HandleAnswer = { state: 'empty' | 'asking' | 'free' } | { state: 'refused'; code: string }

/** Whether a handle can be registered, as far as this gateway knows; the chain has the last word. */
export async function checkHandle(api: Pick<Gateway, 'getProfile'>, handle: string): Promise<HandleAnswer> {
  if (handle === '') return { state: 'empty' }
  if (!/^[a-z0-9_]{3,20}$/.test(handle)) return { state: 'refused', code: 'handle.invalid' }
  // A handle of digits only would be read as a profile id by the address; the prefix keeps them apart.
  try {
    const profile = await api.getProfile(/^\d+$/.test(handle) ? `@${handle}` : handle)
    return profile.handle === handle ? { state: 'refused', code: 'handle.taken' } : { state: 'free' }
  } catch (cause) {
    const failure = failureOf(cause)
    if (failure.status === 404) return { state: 'free' }
    return { state: 'refused', code: failure.code }
  }
}

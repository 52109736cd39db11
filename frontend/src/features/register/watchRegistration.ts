import { failureOf } from '../../api/failure.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { sentenceOf } from '../../ui/sentences.ts'
import { followCall } from '../calls/followCall.ts'

const watched = new Set<string>()

/** Follows every call this browser waits for; what was refused is said and, for a registration, undone here. */
export function watchRegistrations(): void {
  for (const { profileId, callId, state, handle } of session.profiles) {
    if (!callId || watched.has(callId)) continue
    watched.add(callId)
    followCall(gateway.api, callId).then(
      () => {
        session.change(profileId, { state: 'ready', callId: null })
        if (state === 'registering') toasts.show(`@${handle} is yours, for ever.`)
      },
      (cause: unknown) => {
        toasts.show(sentenceOf(failureOf(cause)), 'bad')
        if (state === 'registering') session.forget(profileId)
        else session.change(profileId, { callId: null, key: null })
      },
    )
  }
}

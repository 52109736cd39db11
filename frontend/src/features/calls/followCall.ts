import type { Gateway } from '../../api/endpoints.ts'
import { Failure, failureOf } from '../../api/failure.ts'
import type { CallStatus } from '../../api/model.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * The call's status once it is anchored or final. A gateway that is away is asked again;
 * raises the refusal's own code when the call was rejected.
 */
export async function followCall(
  api: Pick<Gateway, 'getCall'>,
  callId: string,
  pauseMilliseconds = 900,
): Promise<CallStatus> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const status = await api.getCall(callId)
      if (status.state === 'rejected') {
        throw new Failure(status.problem?.code ?? 'call.invalid', status.problem?.detail ?? '')
      }
      if (status.state === 'anchored' || status.state === 'final') return status
    } catch (cause) {
      const failure = failureOf(cause)
      if (!failure.retryable) throw failure
    }
    await pause(Math.min(pauseMilliseconds * (1 + attempt / 4), 10_000))
  }
}

/** What went wrong, as a value: `code` finds the sentence in `ui/sentences.ts`, `detail` is the raw cause. */
export class Failure extends Error {
  override readonly name = 'Failure'
  constructor(
    readonly code: string,
    readonly detail = '',
    readonly retryable = false,
    readonly status = 0,
  ) {
    super(detail || code)
  }
}

/** Any thrown value as a Failure, so that callers match on one type. */
export function failureOf(cause: unknown): Failure {
  if (cause instanceof Failure) return cause
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
    return new Failure(cause.code, cause.message)
  if (cause instanceof Error) return new Failure('page.unexpected', cause.message)
  return new Failure('page.unexpected', String(cause))
}

import { DomainError } from '../domain/domainError.ts'

/** The error with code `vault.<code>`; the sentence says what to do next. */
export function refuse(code: string, sentence: string): DomainError {
  return new DomainError(`vault.${code}`, sentence)
}

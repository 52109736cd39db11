/** A refusal of the formats: the same dotted code and sentence that the Python domain gives. */
export class DomainError extends Error {
  override readonly name = 'DomainError'

  constructor(
    readonly code: string,
    sentence: string,
  ) {
    super(sentence)
  }
}

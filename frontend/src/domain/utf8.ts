const encoder = new TextEncoder()

/** The UTF-8 of a text; half a surrogate pair becomes U+FFFD, so check for that before. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

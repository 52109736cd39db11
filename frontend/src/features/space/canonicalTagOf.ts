/**
 * The tag that a search text names, or '' if it names none. The exact rule (folding, allowed letters) is
 * the shared one; until it is loaded, plain lower case serves.
 */
export function canonicalTagOf(text: string): string {
  const word = text.trim().replace(/^[#＃]/, '')
  if (!/^[\p{L}\p{Mn}\p{Mc}\p{Nd}_]{1,50}$/u.test(word) || /^\p{Nd}+$/u.test(word)) return ''
  return word.normalize('NFC').toLowerCase()
}

/** What counts as a line of text, an e-mail address, a host name, an https address: by ASCII rules alone. */
const hostPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const emailName = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const urlPattern = /^https:\/\/[!#-;=?-[\]_a-z~]+$/
/** What could make a line look like another one: controls, line and paragraph ends, changes of direction. */
const notALine =
  // eslint-disable-next-line no-control-regex -- controls are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** True iff the text has 1 to `most` code points, no space at an end, nothing that breaks or turns it. */
export function isLine(text: string, most: number): boolean {
  const length = text.length > 2 * most ? Infinity : [...text].length
  const padded = text.startsWith(' ') || text.endsWith(' ')
  return length >= 1 && length <= most && !padded && !notALine.test(text)
}

/** True iff the text is a host name of two labels or more, in lower case. */
export function isHost(text: string): boolean {
  return hostPattern.test(text)
}

/** True iff the text is an address that a mailbox on the internet can have, of at most 254 characters. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [name, host] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)]
  const short = name.length <= 64 && host.length <= 189
  return (
    at >= 0 &&
    short &&
    emailName.test(name) &&
    isHost(host.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
  )
}

/** True iff the text is an https address of plain ASCII without spaces and quotes. */
export function isHttps(text: string, most: number): boolean {
  return text.length <= most && urlPattern.test(text)
}

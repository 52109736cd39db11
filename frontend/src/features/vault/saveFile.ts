/** Hands bytes to the browser's own "save as"; nothing leaves the device. */
export function saveBytes(name: string, bytes: Uint8Array, type = 'application/octet-stream'): void {
  const url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export function saveText(name: string, text: string, type = 'text/plain'): void {
  saveBytes(name, new TextEncoder().encode(text), type)
}

/** The present, renewed twice a minute, for ages shown on the page. */
export const clock = $state({ now: Date.now() })

setInterval(() => (clock.now = Date.now()), 30_000)

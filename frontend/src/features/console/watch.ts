/** What a gateway says has changed; the details are asked for. */
export interface MarketNotice {
  offerId: string
  dealId: string | null
}

const pauseMilliseconds = 7_000

/**
 * Calls back at each change that the gateway announces for one offer, or for any, and every few seconds while the
 * page is seen: answers lie with the gateway and no event tells of them. Returns what ends it.
 */
export function watchMarket(streamUrl: string, offerId: string | null, onChange: () => void): () => void {
  const source = new EventSource(streamUrl)
  const hear = (event: MessageEvent<string>) => {
    const notice = parseMarketNotice(event.data)
    if (notice && (offerId === null || notice.offerId === offerId)) onChange()
  }
  source.addEventListener('offer', hear)
  source.addEventListener('deal', hear)
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') onChange()
  }, pauseMilliseconds)
  return () => {
    source.close()
    clearInterval(timer)
  }
}

/** The notice in an event's data, or null for anything else. */
export function parseMarketNotice(data: string): MarketNotice | null {
  try {
    // Safety: each field that is used is checked below.
    const notice = JSON.parse(data) as { offerId?: unknown; dealId?: unknown } | null
    if (typeof notice?.offerId !== 'string') return null
    return { offerId: notice.offerId, dealId: typeof notice.dealId === 'string' ? notice.dealId : null }
  } catch {
    return null
  }
}

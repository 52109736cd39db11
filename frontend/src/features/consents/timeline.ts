import { formatTag } from '../../ui/amount.ts'
import { formatLength } from '../../ui/length.ts'
import { formatDate, formatMoment } from '../../ui/time.ts'
import { claimableOf } from '../earnings/earnings.ts'
import type { Deal } from '../../api/marketModel.ts'
import type { Answer } from './answer.ts'
import type { KnownOffer } from './revoking.ts'

export interface Step {
  title: string
  /** When it happened, or until when it can. */
  when: string | null
  note?: string
  is: 'done' | 'now' | 'next' | 'off'
}

/** What happened to an answer, what happens now and what comes next, in the order of time. */
export function buildTimeline(answer: Answer, offer: KnownOffer, nowSeconds: number): Step[] {
  const { deal, secret } = answer
  const steps: Step[] = [signedStep(answer)]
  if (!deal) {
    steps.push(...beforeAcceptance(answer))
    return steps
  }
  if (deal.acceptedAt)
    steps.push({
      title: 'Accepted by the business',
      when: formatMoment(deal.acceptedAt),
      note: `${formatTag(lockedOf(answer, secret?.epochs ?? offer?.onChain.epochs ?? 0))} was locked for you.${deal.acceptFinal ? '' : ' Not final yet.'}`,
      is: 'done',
    })
  steps.push(
    ...deliverySteps(answer, offer, nowSeconds),
    ...paymentSteps(answer, offer, nowSeconds),
    ...endSteps(answer),
  )
  return steps
}

function signedStep({ secret, state }: Answer): Step {
  const when = secret ? formatMoment(secret.createdAt) : null
  if (state === 'prepared')
    return { title: 'Prepared, not signed', when, note: 'Nobody has seen it.', is: 'off' }
  if (state === 'barred') return { title: 'No consent was accepted', when: null, is: 'off' }
  return { title: 'You signed', when, is: 'done' }
}

function beforeAcceptance({ state, secret }: Answer): Step[] {
  const until = secret ? formatMoment(Number(secret.consent['validUntil']) * 1000) : null
  switch (state) {
    case 'signed':
      return [{ title: 'Not handed to the gateway yet', when: null, is: 'now' }]
    case 'sent':
      return [{ title: 'The business may accept', when: until && `until ${until}`, is: 'now' }]
    case 'withdrawing':
      return [
        {
          title: 'Your withdrawal is signed',
          when: null,
          note: 'Nothing is delivered any more. The chain does not show it yet: withdraw again, another way.',
          is: 'now',
        },
      ]
    case 'expired':
      return [
        {
          title: 'Ran out',
          when: until,
          note: 'The business did not accept in time. Nothing was sold.',
          is: 'off',
        },
      ]
    default:
      return []
  }
}

/** Every epoch is paid when it is delivered; a page of deals names the latest few of them only. */
function deliveredEpochs({ credited, price, epochs }: Deal): number {
  return price && BigInt(price) > 0n ? Number(BigInt(credited) / BigInt(price)) : epochs.length
}

function lockedOf({ deal }: Answer, epochs: number): bigint {
  return BigInt(deal?.price ?? 0) * BigInt(epochs || 1)
}

function deliverySteps({ deal, state }: Answer, offer: KnownOffer, nowSeconds: number): Step[] {
  if (!deal) return []
  if (state === 'subscribed' || deal.epochs.length > 0) {
    const [made, total] = [deliveredEpochs(deal), offer?.onChain.epochs]
    const one = made === 1 && !total
    const last = deal.epochs[0]
    return [
      {
        title: `${made}${total ? ` of ${total}` : ''} ${one ? 'delivery' : 'deliveries'} made and paid`,
        when: last ? `the latest ${formatMoment(last.at)}` : null,
        is: state === 'subscribed' ? 'now' : 'done',
      },
    ]
  }
  if (deal.delivery)
    return [
      {
        title: 'Your browser delivered the key',
        when: formatMoment(deal.delivery.at),
        note: 'Only this business can open what you sold.',
        is: 'done',
      },
    ]
  if (state === 'accepted' && deal.until !== null && nowSeconds > deal.until)
    return [
      {
        title: 'The time to deliver has passed',
        when: formatMoment(deal.until * 1000),
        note: 'No key was delivered, so nothing is paid, and what you sealed stays closed. The business may take its price back.',
        is: 'off',
      },
    ]
  if (state === 'accepted')
    return [
      {
        title: 'The key is due',
        when: deal.until ? `until ${formatMoment(deal.until * 1000)}` : null,
        note: 'Open your vault: this page then delivers by itself.',
        is: 'now',
      },
    ]
  if (state === 'refunded')
    return [
      {
        title: 'The time to deliver has passed',
        when: deal.until ? formatMoment(deal.until * 1000) : null,
        note: 'No key was delivered in time, so nothing was paid, and what you sealed stays closed.',
        is: 'off',
      },
    ]
  return state === 'revoked' ? [{ title: 'Nothing was delivered', when: null, is: 'off' }] : []
}

function paymentSteps({ deal, state }: Answer, offer: KnownOffer, nowSeconds: number): Step[] {
  if (!deal) return []
  const credited = formatTag(deal.credited)
  switch (state) {
    case 'delivered':
      return [
        {
          title: 'The business may contest',
          when: deal.until ? `until ${formatMoment(deal.until * 1000)}` : null,
          note: 'Only with proof that the data is not what you sealed. Then you are paid.',
          is: 'now',
        },
      ]
    case 'vesting': {
      const due = formatTag(claimableOf(deal, nowSeconds))
      const until = deal.vesting?.until
      return [
        {
          title: `Earning ${formatTag(deal.vesting?.rest ?? '0')} over ${formatLength(offer?.onChain.vestingSeconds ?? 0)}`,
          when: until ? `until ${formatDate(until * 1000)}` : null,
          note: `${credited} credited, ${due} more to collect.`,
          is: 'now',
        },
      ]
    }
    case 'settled':
      return [{ title: `${credited} credited to you`, when: paidMoment(deal.events), is: 'done' }]
    case 'refunded':
      return [
        {
          title: `${formatTag(deal.returned)} went back to the business`,
          when: lastMoment(deal.events),
          is: 'off',
        },
      ]
    default:
      return []
  }
}

function endSteps({ deal }: Answer): Step[] {
  if (!deal?.withdrawn) return []
  const { credited, returned, deletion, delivery, epochs } = deal
  const kept = BigInt(credited) > 0n ? `You keep ${formatTag(credited)}.` : ''
  const back = BigInt(returned) > 0n ? `${formatTag(returned)} went back.` : ''
  const steps: Step[] = [
    {
      title: 'You withdrew consent',
      when: formatMoment(deal.withdrawn.at),
      note: `${kept} ${back}`.trim(),
      is: 'done',
    },
  ]
  if (deletion)
    steps.push({
      title: 'The business declared the data deleted',
      when: formatMoment(deletion.at),
      is: 'done',
    })
  else if (delivery || epochs.length > 0)
    steps.push({
      title: 'The business has not declared the data deleted yet',
      when: null,
      note: 'It must delete it. Nobody can force a copy to be forgotten, but everybody sees whether it declared so.',
      is: 'next',
    })
  return steps
}

/** What a person or the buyer does afterwards moves no money of a deal that is paid. */
function paidMoment(events: readonly { type: string; at: string }[]): string | null {
  return lastMoment(events.filter(({ type }) => type !== 'ConsentWithdrawn' && type !== 'DeletionAttested'))
}

function lastMoment(events: readonly { at: string }[]): string | null {
  const last = events.at(-1)
  return last ? formatMoment(last.at) : null
}

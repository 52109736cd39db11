import type { Deal } from '../../../api/marketModel.ts'
import { formatRelative } from '../../../ui/relativeTime.ts'
import { isDeletionDue, wasDelivered } from '../report/buildReport.ts'
import { isOverdue } from './overdue.ts'

export interface DealStanding {
  word: string
  tone: 'good' | 'warn' | 'bad' | 'plain'
  sentence: string
}

/** Where a deal stands, as its buyer reads it. */
export function standingOfDeal(deal: Deal, now: number): DealStanding {
  const until = deal.until === null ? '' : formatRelative(deal.until * 1000, now)
  const over = isOverdue(deal, now)
  if (deal.withdrawn) return withdrawn(deal)
  switch (deal.state) {
    case 'accepted':
      return over
        ? { word: 'Not delivered', tone: 'warn', sentence: 'The time is over: take the price back.' }
        : { word: 'Accepted', tone: 'plain', sentence: `Delivers by itself, ends ${until}.` }
    case 'delivered':
      return {
        word: 'Delivered',
        tone: 'good',
        sentence: `You can contest it; that ends ${until}. Then it is paid.`,
      }
    case 'vesting':
      return {
        word: 'Delivered',
        tone: 'good',
        sentence: `The rest is earned while consent stands, fully ${until}.`,
      }
    case 'subscribed':
      return over
        ? { word: 'Over', tone: 'warn', sentence: 'Not every delivery came: take back what is left.' }
        : {
            word: 'Subscribed',
            tone: 'good',
            sentence: `${deal.epochs.length} delivered so far; the last one ends ${until}.`,
          }
    case 'settled':
      return { word: 'Paid', tone: 'good', sentence: 'Delivered and paid.' }
    case 'refunded':
      return {
        word: 'Refunded',
        tone: 'plain',
        sentence: wasDelivered(deal)
          ? 'The record was proved broken; the price came back.'
          : 'Nothing came in time; the price came back.',
      }
    default:
      return { word: 'Open', tone: 'plain', sentence: 'No deal yet.' }
  }
}

function withdrawn(deal: Deal): DealStanding {
  if (isDeletionDue(deal))
    return {
      word: 'Withdrawn',
      tone: 'bad',
      sentence: 'Stop using the data, delete it, then declare that here.',
    }
  return deal.deletion
    ? { word: 'Withdrawn', tone: 'plain', sentence: 'You declared the data deleted.' }
    : { word: 'Withdrawn', tone: 'plain', sentence: 'Nothing was delivered.' }
}

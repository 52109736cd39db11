import { exactTag } from '../../../ui/amount.ts'
import type { Cell, CellKind, Column, Table } from '../export/table.ts'
import type { Report } from './buildReport.ts'

const column = (name: string, kind: CellKind, meaning: string): Column => ({
  name,
  kind,
  meaning,
  category: null,
  granularity: null,
})
/** An amount as a number of TAG, every digit of it. */
const tag = (amount: bigint): string => exactTag(amount).replace(/[, A-Z]/g, '')

/** One row a day, amounts in TAG. */
export function tabulateDays({ days }: Report): Table {
  return {
    columns: [
      column('day', 'text', 'UTC day'),
      column('accepted', 'integer', 'Consents accepted'),
      column('deliveries', 'integer', 'Keys delivered'),
      column('withdrawals', 'integer', 'Consents withdrawn'),
      column('committed_tag', 'decimal', 'Locked for people accepted on the day, TAG'),
    ],
    rows: days.map(({ day, accepted, deliveries, withdrawals, committed }): Cell[] => [
      day,
      accepted,
      deliveries,
      withdrawals,
      tag(committed),
    ]),
  }
}

/** One row a number, amounts in TAG. */
export function tabulateTotals(report: Report): Table {
  const amounts = {
    put_in: report.putIn,
    free: report.free,
    held: report.held,
    paid: report.paid,
    returned: report.returned,
    vesting_returned: report.vestingReturned,
    swept: report.swept,
    cost_per_person: report.costPerPerson,
  }
  const counts = {
    people: report.people,
    delivered: report.delivered,
    paid_people: report.paidPeople,
    never_delivered: report.neverDelivered,
    contested: report.contested,
    withdrawn: report.withdrawn,
    withdrawn_before: report.withdrawnBefore,
    deletions_due: report.deletionsDue,
  }
  const levels = report.levels.flatMap(({ level, people, paid }): Cell[][] => [
    [`level_${level}_people`, String(people)],
    [`level_${level}_paid_tag`, tag(paid)],
  ])
  return {
    columns: [column('number', 'text', 'What is counted'), column('value', 'text', 'Value')],
    rows: [
      ...Object.entries(counts).map(([name, count]): Cell[] => [name, String(count)]),
      ...Object.entries(amounts).map(([name, amount]): Cell[] => [
        `${name}_tag`,
        amount === null ? null : tag(amount),
      ]),
      ...levels,
    ],
  }
}

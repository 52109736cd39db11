import type { laterIcons } from './laterIcons.ts'

/** Outlines on a 24 grid, drawn for this app; each is one path, stroked. These are on the first page. */
export const icons = {
  home: 'M4 11.2 12 4.5l8 6.7M6.2 9.6V19.5h11.6V9.6',
  explore: 'M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4ZM15.4 8.6l-2 4.8-4.8 2 2-4.8Z',
  market: 'M4.5 5h7l8 8-6.5 6.5-8.5-8ZM8.4 9h.01',
  person: 'M12 4.2a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4ZM4.8 20c.6-3.8 3.5-5.6 7.2-5.6s6.6 1.8 7.2 5.6',
  settings: 'M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 5.2v4.6M9 14.2v4.6',
  reply: 'M4.5 5.5h15v10.4h-7.2L7.8 19.6v-3.7H4.5Z',
  repost: 'M5 13V8.2h11.2M13.4 5.2l3 3-3 3M19 11v4.8H7.8M10.6 18.8l-3-3 3-3',
  plus: 'M12 5v14M5 12h14',
} as const
export type IconName = keyof typeof icons | keyof typeof laterIcons

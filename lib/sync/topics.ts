/** What people look at; said with a change, so that only those lists are read again that show it. */
export const TOPICS = [
  'integrations',
  'runs',
  'pending',
  'conflicts',
  'holds',
  'parked',
  'links',
  'audit',
  'service-requests',
  'monitoring-billing',
] as const;

export type Topic = (typeof TOPICS)[number];

/** What people look at; said with a change, so that only those lists are read again that show it. */
export type Topic =
  | 'integrations'
  | 'runs'
  | 'pending'
  | 'conflicts'
  | 'holds'
  | 'parked'
  | 'links'
  | 'audit'
  | 'service-requests'
  | 'monitoring-billing';

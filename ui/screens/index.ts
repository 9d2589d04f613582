import type { ComponentType } from 'preact';
import type { IntegrationView } from '../../lib/sync/operations/overview';
import type { Key } from '../i18n';
import { AuditTrail } from './audit-trail/audit-trail';
import { Conflicts } from './conflicts/conflicts';
import { Held } from './held/held';
import { MonitoringBilling } from './monitoring-billing/monitoring-billing';
import { Overview } from './overview/overview';
import { Parked } from './parked/parked';
import { Records } from './records/records';
import { Review } from './review/review';
import { REVIEW_KEYS } from './review/review-keys';
import { Runs } from './runs/runs';
import { ServiceRequests } from './service-requests/service-requests';

/** What the parts of an address that begin with `:` say. */
export interface PathParts {
  id?: string;
  vin?: string;
  /** What is looked for. */
  q?: string;
}

export interface ScreenEntry {
  /** The first one is where the navigation leads. */
  paths: [string, ...string[]];
  title: Key;
  Component: ComponentType<PathParts>;
  /** What waits behind it, shown in the navigation. */
  counts?: keyof IntegrationView['counts'];
  /** Reached from other screens only. */
  hidden?: boolean;
}

/** In the order of the navigation: the morning's work first. */
export const SCREENS: readonly ScreenEntry[] = [
  { paths: ['/'], title: 'nav.overview', Component: Overview },
  { paths: ['/review'], title: 'nav.review', Component: Review, counts: 'pending' },
  { paths: ['/conflicts'], title: 'nav.conflicts', Component: Conflicts, counts: 'conflicts' },
  { paths: ['/held', '/held/:id'], title: 'nav.held', Component: Held, counts: 'held' },
  { paths: ['/parked'], title: 'nav.parked', Component: Parked, counts: 'parked' },
  { paths: ['/records', '/records/search/:q', '/records/:id'], title: 'nav.records', Component: Records },
  { paths: ['/monitoring-billing'], title: 'nav.monitoringBilling', Component: MonitoringBilling },
  {
    paths: ['/service-requests', '/service-requests/vin/:vin', '/service-requests/:id'],
    title: 'nav.serviceRequests',
    Component: ServiceRequests,
  },
  { paths: ['/runs', '/runs/:id'], title: 'nav.runs', Component: Runs },
  { paths: ['/audit'], title: 'nav.audit', Component: AuditTrail },
];

/** The keys of screens that have some, for the key help. */
export const KEY_HELP: readonly { title: Key; keys: readonly (readonly [string, Key])[] }[] = [
  { title: 'nav.review', keys: REVIEW_KEYS },
];

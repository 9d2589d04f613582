import { DEFAULT_TEMPLATES } from '../../../lib/mapping/fields';
import { Mapping } from '../../../lib/mapping/templates';
import type { Direction } from '../../../lib/model/item';
import type { GuardLimits } from '../../../lib/sync/guards';
import type { PlanSettings } from '../../../lib/sync/planner';
import { FLOW_SETTINGS, type FlowSettings } from './flow';

/** A flow as it is shipped: what its sync-start says, and the settings of its nodes. */
export interface HeadlessIntegration {
  id: string;
  system: string;
  space: string;
  direction: Direction;
  /** A push: it works on chosen customers. */
  needsCustomers?: boolean;
  settings: FlowSettings;
}

/** What a test has otherwise in every flow. */
export type Overrides = Partial<Omit<FlowSettings, 'merge' | 'limits'>> & {
  merge?: Partial<PlanSettings>;
  limits?: Partial<GuardLimits>;
};

export function overridden(settings: FlowSettings, { merge, limits, ...rest }: Overrides): FlowSettings {
  return {
    ...settings,
    ...rest,
    merge: { ...settings.merge, ...merge },
    limits: { ...settings.limits, ...limits },
  };
}

const CMS = { system: 'CMS', space: 'cms', settings: FLOW_SETTINGS };

export const CMS_INTEGRATIONS: readonly HeadlessIntegration[] = [
  { ...CMS, id: 'cms', direction: 'both' },
  { ...CMS, id: 'revio-push-to-cms', direction: 'out', needsCustomers: true },
];

const RAPID_RESPONSE_SETTINGS: FlowSettings = {
  ...FLOW_SETTINGS,
  station: { node: 'rapid-response', listing: 'sites', countsDevices: true },
  merge: { ...FLOW_SETTINGS.merge, contacts: false },
  rule: { undecided: 'never', minutes: 55, hours: 24 },
  keyLinkSystem: 'RAPID_RESPONSE',
  numberFirst: true,
  mapping: new Mapping(DEFAULT_TEMPLATES),
};

const RAPID_RESPONSE = { system: 'Rapid Response', space: 'rapid-response' };

export type Half = 'inbound' | 'outbound';

export const RAPID_RESPONSE_INTEGRATIONS: readonly HeadlessIntegration[] = [
  { ...RAPID_RESPONSE, id: 'rapid-response-inbound', direction: 'in', settings: RAPID_RESPONSE_SETTINGS },
  {
    ...RAPID_RESPONSE,
    id: 'rapid-response-outbound',
    direction: 'out',
    // A site costs money: nobody is spared the question at first.
    settings: overridden(RAPID_RESPONSE_SETTINGS, { limits: { spareFirstCreate: false } }),
  },
];

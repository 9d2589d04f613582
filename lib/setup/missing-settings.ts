import { CONNECTION_LABELS as CMS } from '../cms/settings';
import type { Direction } from '../model/item';
import { CONNECTION_LABELS as RAPID_RESPONSE } from '../rapid-response/settings';
import { CONNECTION_LABELS as REVIO } from '../revio/settings';

/** The connections that a flow can use, by the folder of their config node. */
export type ConnectionKind = 'revio-config' | 'cms-config' | 'rapid-response-config' | 'dms-config';

/** A connection as it is deployed: its fields by name, environment variables put in. */
export interface ConnectionSettings {
  id: string;
  kind: ConnectionKind;
  values: Readonly<Record<string, string>>;
}

/** What a flow does with its connections. */
export interface FlowNeeds {
  direction: Direction;
  /** It keeps accounts of a monitoring system in step; a dealer feed does not. */
  syncsAccounts: boolean;
}

export interface MissingSetting {
  connectionId: string;
  /** The field's name in the dialog. */
  field: string;
  /** As the dialog shows it, in English. */
  label: string;
}

/**
 * The settings without which a run of the flow would end in an error, and which are blank: all of them at once, so that
 * nobody learns of them run by run. What has a default, or is chosen by the far end, is none of these.
 */
export function missingSettings(flow: FlowNeeds, connections: readonly ConnectionSettings[]): MissingSetting[] {
  const makesCustomers = flow.syncsAccounts && flow.direction !== 'out';
  const profileAtStation = connections.find(({ kind }) => kind === 'rapid-response-config');
  const profileAt = profileAtStation ?? connections.find(({ kind }) => kind === 'revio-config');
  // The station's own counts before Rev.io's, and either will do.
  const hasProfile = connections.some(({ values }) => filledIn(values.billProfile));
  return connections.flatMap((connection) => {
    const labels = {
      ...labelsOf(connection, flow),
      ...(makesCustomers && !hasProfile && connection === profileAt
        ? { billProfile: BILL_PROFILE[connection.kind] }
        : {}),
    };
    return Object.entries(labels)
      .filter(([field]) => !filledIn(connection.values[field]))
      .map(([field, label]) => ({ connectionId: connection.id, field, label: label ?? field }));
  });
}

const BILL_PROFILE: Partial<Record<ConnectionKind, string>> = {
  'revio-config': 'Bill profile',
  'rapid-response-config': 'Bill Profile',
};

/** The fields that must be there, with their labels, in the order of the dialog. */
function labelsOf({ kind, values }: ConnectionSettings, flow: FlowNeeds): Record<string, string> {
  // Only a run that goes out makes accounts; one that goes both ways leaves customers without an account alone.
  const makesAccounts = flow.syncsAccounts && flow.direction === 'out';
  switch (kind) {
    case 'revio-config':
      return REVIO;
    case 'cms-config':
      return { ...CMS, ...(makesAccounts ? { defaultAuthId: 'Default Contact Auth ID' } : {}) };
    case 'rapid-response-config':
      return {
        ...RAPID_RESPONSE,
        dealerNumber: 'Dealer Number',
        ...(makesAccounts ? { deviceType: 'Default Device Type', timezone: 'Default Timezone' } : {}),
      };
    case 'dms-config':
      return sourceLabels(values);
  }
}

/** Of a dealer feed, by where it comes from. */
function sourceLabels({ sourceKind, password, privateKey }: ConnectionSettings['values']): Record<string, string> {
  switch (sourceKind) {
    case 'sftp':
      return {
        host: 'Host',
        hostKey: 'Host key',
        username: 'Username',
        // A key signs in as well as a password does.
        ...(filledIn(password) || filledIn(privateKey) ? {} : { password: 'Password' }),
      };
    case 'ftp':
      return { host: 'Host' };
    case 'http':
      return { urls: 'Addresses' };
    default:
      return { folder: 'Folder' };
  }
}

/** Of a variable that is not set, Node-RED leaves the name where the value should be. */
function filledIn(value: string | undefined): boolean {
  const text = value?.trim() ?? '';
  return text !== '' && !/^\$\{[^{}]+\}$/.test(text);
}

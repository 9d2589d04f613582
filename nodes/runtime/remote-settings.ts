import type { Node, NodeAPI } from 'node-red';
import type { CmsSettings } from '../../lib/cms/settings';
import { DealerSyncError } from '../../lib/errors';
import type { RapidResponseSettings } from '../../lib/rapid-response/settings';
import type { RevioSettings } from '../../lib/revio/settings';
import { fieldOrEnv, numberOr } from './settings';
import { VARIABLES } from './variables';

/** The fields of a revio-config, credentials included, as a flow file or an open dialog holds them. */
export interface RevioFields {
  baseUrl: string;
  username: string;
  clientCode: string;
  password: string;
  subscriptionKey: string;
  billProfile: string;
  callsPerMinute: string;
  dailyCalls: string;
  closeBy: string;
  profile: string;
}

export interface CmsFields {
  serverUrl: string;
  accessKeyId: string;
  keyCode: string;
  companyId: string;
  defaultAuthId: string;
  siteTypeBusiness: string;
  siteTypeResidential: string;
  systemType: string;
  timezone: string;
  contactType: string;
  relation: string;
  phoneType: string;
  callsPerMinute: string;
  profile: string;
}

export interface RapidResponseFields {
  baseUrl: string;
  username: string;
  password: string;
  dealerNumber: string;
  deviceType: string;
  timezone: string;
  billProfile: string;
  /** A boolean as deployed, a text as an open dialog sends it. */
  inService: boolean | string;
  commercialTypes: string;
  residentialTypes: string;
  cancelCategories: string;
  callsPerMinute: string;
  profile: string;
}

const { 'revio-config': REVIO, 'cms-config': CMS, 'rapid-response-config': RAPID_RESPONSE } = VARIABLES;
const CALLS_VARIABLE = 'DEALER_SYNC_CALLS_PER_MINUTE';

/** Settings of the Rev.io client: the node's fields, and the environment where they are blank. */
export function readRevioSettings(RED: NodeAPI, node: Node, fields: Partial<RevioFields>): RevioSettings {
  const calls = numberOr(fieldOrEnv(RED, node, fields.callsPerMinute, CALLS_VARIABLE), 0);
  const daily = numberOr(fields.dailyCalls, 0);
  const overrides = overridesOf<NonNullable<RevioSettings['profile']>>(fields.profile);
  const close = fields.closeBy as NonNullable<RevioSettings['profile']>['close'];
  return {
    baseUrl: fieldOrEnv(RED, node, fields.baseUrl, REVIO.baseUrl),
    username: fieldOrEnv(RED, node, fields.username, REVIO.username),
    clientCode: fieldOrEnv(RED, node, fields.clientCode, REVIO.clientCode),
    password: fieldOrEnv(RED, node, fields.password, REVIO.password),
    subscriptionKey: fieldOrEnv(RED, node, fields.subscriptionKey, REVIO.subscriptionKey),
    ...(calls ? { callsPerMinute: calls } : {}),
    ...(daily ? { dailyCalls: daily } : {}),
    profile: { ...(close ? { close } : {}), ...overrides },
  };
}

export function readCmsSettings(RED: NodeAPI, node: Node, fields: Partial<CmsFields>): CmsSettings {
  const calls = numberOr(fieldOrEnv(RED, node, fields.callsPerMinute, CALLS_VARIABLE), 0);
  const overrides = overridesOf<NonNullable<CmsSettings['profile']>>(fields.profile);
  const { siteTypeBusiness, siteTypeResidential, systemType, timezone, contactType, relation, phoneType } = fields;
  const chosen = { siteTypeBusiness, siteTypeResidential, systemType, timezone, contactType, relation, phoneType };
  return {
    serverUrl: fieldOrEnv(RED, node, fields.serverUrl, CMS.serverUrl),
    accessKeyId: fieldOrEnv(RED, node, fields.accessKeyId, CMS.accessKeyId),
    keyCode: fieldOrEnv(RED, node, fields.keyCode, CMS.keyCode),
    companyId: fieldOrEnv(RED, node, fields.companyId, CMS.companyId),
    defaultAuthId: fieldOrEnv(RED, node, fields.defaultAuthId, CMS.defaultAuthId),
    push: Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)),
    ...(calls ? { callsPerMinute: calls } : {}),
    ...(overrides ? { profile: overrides } : {}),
  };
}

export function readRapidResponseSettings(
  RED: NodeAPI,
  node: Node,
  fields: Partial<RapidResponseFields>,
): RapidResponseSettings {
  const calls = numberOr(fieldOrEnv(RED, node, fields.callsPerMinute, CALLS_VARIABLE), 0);
  const overrides = overridesOf<NonNullable<RapidResponseSettings['profile']>>(fields.profile);
  const commercialTypes = codesIn(fields.commercialTypes);
  const residentialTypes = codesIn(fields.residentialTypes);
  const cancelCategories = codesIn(fields.cancelCategories);
  return {
    baseUrl: fieldOrEnv(RED, node, fields.baseUrl, RAPID_RESPONSE.baseUrl),
    username: fieldOrEnv(RED, node, fields.username, RAPID_RESPONSE.username),
    password: fieldOrEnv(RED, node, fields.password, RAPID_RESPONSE.password),
    dealerNumber: fieldOrEnv(RED, node, fields.dealerNumber, RAPID_RESPONSE.dealerNumber),
    deviceType: fieldOrEnv(RED, node, fields.deviceType, RAPID_RESPONSE.deviceType),
    timeZone: fieldOrEnv(RED, node, fields.timezone, RAPID_RESPONSE.timezone),
    inService: String(fields.inService) === 'true',
    ...(commercialTypes.length ? { commercialTypes } : {}),
    ...(residentialTypes.length ? { residentialTypes } : {}),
    ...(cancelCategories.length ? { cancelCategories } : {}),
    ...(calls ? { callsPerMinute: calls } : {}),
    ...(overrides ? { profile: overrides } : {}),
  };
}

/** Codes of the station, typed with commas between them. */
function codesIn(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean);
}

/** Profile overrides are JSON, typed by hand. */
function overridesOf<T>(json: string | undefined): T | undefined {
  if (!json?.trim()) return undefined;
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DealerSyncError(
      'BAD_PROFILE',
      `The profile overrides are no JSON: ${message}. Mend them in the settings, or clear the field.`,
    );
  }
}

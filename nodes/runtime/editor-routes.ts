import type { Request } from 'express';
import type { Node, NodeAPI } from 'node-red';
import { systemClock } from '../../lib/clock';
import { type CodeTable, createCmsClient } from '../../lib/cms/client';
import { DealerSyncError } from '../../lib/errors';
import { FIELDS, type FieldPreview } from '../../lib/mapping/fields';
import { previewMapping } from '../../lib/mapping/preview';
import { templatesFrom } from '../../lib/mapping/stored-templates';
import { DEFAULT_THRESHOLD, tryPair } from '../../lib/matching';
import type { MatchRecord } from '../../lib/matching/types';
import type { Account, Customer } from '../../lib/model/records';
import { createRapidResponseClient, type RapidResponseClient } from '../../lib/rapid-response/client';
import { createRevioClient } from '../../lib/revio/revio-client';
import { settingsWarnings } from '../../lib/revio/settings';
import { chooseStore } from '../../lib/store/open-store';
import type { Choice } from '../../lib/sync/ports';
import { asTexts, deployedNode, named, newlyNamed, type Stored, sampleOf, told } from './dialog-values';
import { addFeedRoutes } from './feed-routes';
import { bodyOf, routes } from './http-routes';
import { readCmsSettings, readRapidResponseSettings, readRevioSettings } from './remote-settings';
import { fieldOrEnv, numberOr } from './settings';
import type { SyncStoreNode } from './store-config';

/** What an open dialog asks for: Test connection, live lists, trials. Answers are sentences for people. */
export function addEditorRoutes(RED: NodeAPI): void {
  const { post } = routes(RED);
  const dialog = (path: string, work: (RED: NodeAPI, req: Request) => Promise<object>) =>
    post(`editor/${path}`, (req) => told(() => work(RED, req), newlyNamed(RED, req)));
  dialog('test/revio-config', testRevio);
  dialog('test/cms-config', testCms);
  dialog('test/rapid-response-config', testRapidResponse);
  dialog('test/sync-store', testStore);
  dialog('choices/revio-config', revioChoices);
  dialog('choices/cms-config', cmsChoices);
  dialog('choices/rapid-response-config', rapidResponseChoices);
  addFeedRoutes(RED, post);
  post('editor/try-match', (req) => told(() => tryMatch(req)));
  post('editor/try-mapping', (req) => told(async () => ({ fields: tryMapping(bodyOf(req)) })));
}

/** What a dialog's values are checked against, by the kind of connection. */
interface Kind {
  type: string;
  address: { field: string; variable: string };
  /** Password fields, each with the variable that a blank one takes. */
  secrets: Record<string, string>;
}

const REVIO: Kind = {
  type: 'dealer-sync-revio-config',
  address: { field: 'baseUrl', variable: 'REVIO_BASE_URL' },
  secrets: { password: 'REVIO_PASSWORD', subscriptionKey: 'REVIO_SUBSCRIPTION_KEY' },
};
const CMS: Kind = {
  type: 'dealer-sync-cms-config',
  address: { field: 'serverUrl', variable: 'CMS_SERVER_URL' },
  secrets: { keyCode: 'CMS_KEY_CODE' },
};
const RAPID_RESPONSE: Kind = {
  type: 'dealer-sync-rapid-response-config',
  address: { field: 'baseUrl', variable: 'RR_BASE_URL' },
  secrets: { password: 'RR_PASSWORD' },
};

/**
 * The dialog's values over the stored node's: an untouched password field is not sent, so the stored one is used. A config
 * node that another dialog refers to is asked with what is deployed.
 */
function fieldsOf(RED: NodeAPI, req: Request, kind: Kind): { node: Node; fields: Record<string, string> } {
  const body = bodyOf(req);
  const known = deployedNode(RED, body.id);
  // Another kind of node has passwords of its own, which are none of ours.
  const node = known?.type === kind.type ? known : ({ id: '', type: kind.type } as Stored);
  if (!body.values && !node.fields) {
    throw new DealerSyncError('NOT_DEPLOYED', 'Deploy this connection once, then its lists can be read.');
  }
  const typed = { ...asTexts(body.values), ...asTexts(body.credentials) };
  const deployed = { ...node.fields, ...node.credentials };
  const { field, variable } = kind.address;
  const address = (fields: Record<string, string>) => fieldOrEnv(RED, node, named(RED, node, fields[field]), variable);
  const fields = { ...deployed, ...typed };
  if (address(fields) === address(deployed)) {
    // `${NAME}` in the dialog means what it will mean once deployed.
    for (const [name, text] of Object.entries(typed)) fields[name] = named(RED, node, text);
    return { node, fields };
  }
  for (const [name, secret] of Object.entries(kind.secrets)) {
    if (typed[name] || !fieldOrEnv(RED, node, deployed[name], secret)) continue;
    throw new DealerSyncError(
      'RETYPE_PASSWORD',
      'The address was changed: type the password again, so that it is not sent to an address it was not meant for.',
    );
  }
  return { node, fields: { ...fields, [field]: address(fields) } };
}

async function testRevio(RED: NodeAPI, req: Request) {
  const { node, fields } = fieldsOf(RED, req, REVIO);
  const settings = readRevioSettings(RED, node, fields);
  const client = createRevioClient(settings);
  try {
    const profiles = await client.probe();
    const warnings = settingsWarnings(settings);
    const active = profiles.filter((profile) => profile.active).length;
    const message = [`Connected to ${client.description}: ${active} active bill profiles.`, ...warnings].join(' ');
    return { message, choices: { 'bill-profiles': profiles } };
  } finally {
    client.destroy();
  }
}

async function testCms(RED: NodeAPI, req: Request) {
  const { node, fields } = fieldsOf(RED, req, CMS);
  const client = createCmsClient(readCmsSettings(RED, node, fields));
  try {
    const warnings = await client.probe();
    const choices = Object.fromEntries(
      await Promise.all(
        CODE_TABLES.map(async (table) => [table, await client.listCodes(table).catch(() => [])] as const),
      ),
    );
    return { message: [`Connected to ${client.host}.`, ...warnings].join(' '), choices };
  } finally {
    client.destroy();
  }
}

const CODE_TABLES: CodeTable[] = ['auth', 'sitetype', 'systype', 'timezone', 'ctactype', 'relation', 'phonetype'];

async function testStore(RED: NodeAPI, req: Request) {
  const node = deployedNode(RED, bodyOf(req).id) as (SyncStoreNode & Stored) | null;
  const typed = asTexts(bodyOf(req).credentials).postgresUrl;
  if (typed) return testPostgres(named(RED, node ?? ({ id: '' } as Stored), typed));
  if (!node?.engine) throw new DealerSyncError('NOT_DEPLOYED', 'Deploy this store once, then it can be opened.');
  await node.engine.open();
  const pairs = await node.engine.store.collection('pairs').count();
  return { message: `${node.engine.store.description}: ${pairs} records.` };
}

/** A URL as it was typed: opened as a deploy would, and closed again. */
async function testPostgres(postgresUrl: string) {
  const store = chooseStore({ postgresUrl }, systemClock);
  await store.open();
  try {
    const pairs = await store.collection('pairs').count();
    return { message: `${store.description}: ${pairs} records.` };
  } finally {
    await store.close();
  }
}

async function revioChoices(RED: NodeAPI, req: Request): Promise<{ choices: Choice[] }> {
  const { node, fields } = fieldsOf(RED, req, REVIO);
  const client = createRevioClient(readRevioSettings(RED, node, fields));
  try {
    switch (bodyOf(req).list) {
      case 'bill-profiles':
        return { choices: await client.billing.listBillProfiles() };
      case 'systems':
        return { choices: await client.keyLinks.listSystems() };
      default:
        return { choices: await client.keyLinks.listEntityTypes() };
    }
  } finally {
    client.destroy();
  }
}

async function cmsChoices(RED: NodeAPI, req: Request): Promise<{ choices: Choice[] }> {
  const { node, fields } = fieldsOf(RED, req, CMS);
  const table = CODE_TABLES.find((one) => one === bodyOf(req).list);
  if (!table) throw new DealerSyncError('BAD_LIST', 'CMS has no such list.');
  const client = createCmsClient(readCmsSettings(RED, node, fields));
  try {
    return { choices: await client.listCodes(table) };
  } finally {
    client.destroy();
  }
}

/** The lists of Rapid Response that a dialog offers, by the name that it asks for. */
const STATION_LISTS: Record<string, (client: RapidResponseClient) => Promise<Choice[]>> = {
  'dealer-groups': (client) => client.listDealerGroups(),
  'device-types': (client) => client.listDeviceTypes(),
  'time-zones': (client) => client.listTimeZones(),
  'site-types': (client) => client.listSiteTypes(),
  'oos-categories': (client) => client.listOosCategories(),
};

async function testRapidResponse(RED: NodeAPI, req: Request) {
  const { node, fields } = fieldsOf(RED, req, RAPID_RESPONSE);
  const client = createRapidResponseClient(readRapidResponseSettings(RED, node, fields));
  try {
    const warnings = await client.probe();
    const choices = Object.fromEntries(
      await Promise.all(
        Object.entries(STATION_LISTS).map(async ([name, list]) => [name, await list(client).catch(() => [])] as const),
      ),
    );
    return { message: [`Connected to ${client.host}.`, ...warnings].join(' '), choices };
  } finally {
    await client.destroy();
  }
}

async function rapidResponseChoices(RED: NodeAPI, req: Request): Promise<{ choices: Choice[] }> {
  const { node, fields } = fieldsOf(RED, req, RAPID_RESPONSE);
  const { list: name } = bodyOf(req);
  const list = typeof name === 'string' && Object.hasOwn(STATION_LISTS, name) ? STATION_LISTS[name] : undefined;
  if (!list) throw new DealerSyncError('BAD_LIST', 'Rapid Response has no such list.');
  const client = createRapidResponseClient(readRapidResponseSettings(RED, node, fields));
  try {
    return { choices: await list(client) };
  } finally {
    await client.destroy();
  }
}

async function tryMatch(req: Request) {
  const { account, customer, threshold, evidence } = bodyOf(req);
  const options = {
    threshold: numberOr(threshold, DEFAULT_THRESHOLD),
    evidence: (evidence ?? {}) as Record<string, boolean>,
  };
  const verdict = tryPair(
    { ...(account as MatchRecord), id: 'account' },
    { ...(customer as MatchRecord), id: 'customer' },
    options,
  );
  if (!verdict) return { outcome: 'unmatched', score: 0, reasons: [] };
  const { linked, score, reasons } = verdict;
  return { outcome: linked ? 'matched' : 'pending', score, reasons };
}

/** A sample record through the templates of an open dialog. */
function tryMapping({ direction, sample, templates }: Record<string, unknown>): FieldPreview[] {
  if (direction !== 'toCustomer' && direction !== 'toAccount') {
    throw new DealerSyncError('BAD_SAMPLE', `A sample goes ${Object.keys(FIELDS).join(' or ')}, and nowhere else.`);
  }
  if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) {
    throw new DealerSyncError(
      'BAD_SAMPLE',
      'The sample is no record: write one JSON object, {"name": …, "address": {…}}.',
    );
  }
  const text = typeof templates === 'string' ? templates : '';
  const kept = templatesFrom({ toCustomer: '', toAccount: '', [direction]: text });
  if (!kept) throw new DealerSyncError('BAD_TEMPLATE', 'The templates are no JSON object of field and template.');
  return previewMapping(direction, sampleOf(sample) as Account | Customer, kept);
}

import type { Request } from 'express';
import type { Node, NodeAPI } from 'node-red';
import { type CodeTable, createCmsClient } from '../../lib/cms/client';
import { asDealerSyncError, DealerSyncError } from '../../lib/errors';
import { DEFAULT_THRESHOLD, matchAccounts } from '../../lib/matching';
import type { MatchRecord } from '../../lib/matching/types';
import { createRevioClient } from '../../lib/revio/revio-client';
import { settingsWarnings } from '../../lib/revio/settings';
import type { Choice } from '../../lib/sync/ports';
import { bodyOf, routes } from './http-routes';
import { readCmsSettings, readRevioSettings } from './remote-settings';
import { numberOr } from './settings';
import type { SyncStoreNode } from './store-config';

type Answer = ({ ok: true } & object) | { ok: false; code: string; message: string };

/** What an open dialog asks for: Test connection, live lists, a trial of the matcher. Answers are sentences for people. */
export function addEditorRoutes(RED: NodeAPI): void {
  const { post } = routes(RED);
  post('editor/test/revio-config', (req) => told(() => testRevio(RED, req)));
  post('editor/test/cms-config', (req) => told(() => testCms(RED, req)));
  post('editor/test/sync-store', (req) => told(() => testStore(RED, req)));
  post('editor/choices/revio-config', (req) => told(async () => ({ choices: await revioChoices(RED, req) })));
  post('editor/choices/cms-config', (req) => told(async () => ({ choices: await cmsChoices(RED, req) })));
  post('editor/try-match', (req) => told(() => tryMatch(req)));
}

async function told(work: () => Promise<object>): Promise<Answer> {
  try {
    return { ok: true, ...(await work()) };
  } catch (thrown) {
    const { code, message } = asDealerSyncError(thrown);
    return { ok: false, code, message };
  }
}

/**
 * The dialog's values over the stored node's: an untouched password field is not sent, so the stored one is used. A config
 * node that another dialog refers to is asked with what is deployed.
 */
function fieldsOf(RED: NodeAPI, req: Request): { node: Node; fields: Record<string, string> } {
  const body = bodyOf(req);
  const id = String(body.id ?? '');
  const node = (RED.nodes.getNode(id) ?? { id, type: '' }) as Node & {
    credentials?: Record<string, string>;
    fields?: Record<string, string>;
  };
  const credentials = { ...node.credentials, ...RED.nodes.getCredentials(id) } as Record<string, string>;
  if (!body.values && !node.fields) {
    throw new DealerSyncError('NOT_DEPLOYED', 'Deploy this connection once, then its lists can be read.');
  }
  const typed = asTexts(body.values);
  const retyped = asTexts(body.credentials);
  refuseOtherHost(node.fields ?? {}, typed, credentials, retyped);
  return { node, fields: { ...node.fields, ...typed, ...credentials, ...retyped } };
}

/** A stored password goes to the address that it was stored for, and nowhere else. */
function refuseOtherHost(
  stored: Record<string, string>,
  typed: Record<string, string>,
  credentials: Record<string, string>,
  retyped: Record<string, string>,
): void {
  const moved = ['baseUrl', 'serverUrl'].some((field) => field in typed && typed[field] !== (stored[field] ?? ''));
  const secrets = ['password', 'keyCode'].filter((field) => credentials[field]);
  if (!moved || secrets.every((field) => field in retyped)) return;
  throw new DealerSyncError(
    'RETYPE_PASSWORD',
    'The address was changed: type the password again, so that it is not sent to an address it was not meant for.',
  );
}

function asTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field ?? '')]));
}

async function testRevio(RED: NodeAPI, req: Request) {
  const { node, fields } = fieldsOf(RED, req);
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
  const { node, fields } = fieldsOf(RED, req);
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
  const node = RED.nodes.getNode(String(bodyOf(req).id ?? '')) as SyncStoreNode | null;
  if (!node) throw new DealerSyncError('NOT_DEPLOYED', 'Deploy this store once, then it can be opened.');
  await node.engine.open();
  const pairs = await node.engine.store.collection('pairs').count();
  return { message: `${node.engine.store.description}: ${pairs} records.` };
}

async function revioChoices(RED: NodeAPI, req: Request): Promise<Choice[]> {
  const { node, fields } = fieldsOf(RED, req);
  const client = createRevioClient(readRevioSettings(RED, node, fields));
  try {
    switch (bodyOf(req).list) {
      case 'bill-profiles':
        return await client.billing.listBillProfiles();
      case 'systems':
        return await client.keyLinks.listSystems();
      default:
        return await client.keyLinks.listEntityTypes();
    }
  } finally {
    client.destroy();
  }
}

async function cmsChoices(RED: NodeAPI, req: Request): Promise<Choice[]> {
  const { node, fields } = fieldsOf(RED, req);
  const client = createCmsClient(readCmsSettings(RED, node, fields));
  try {
    return await client.listCodes(bodyOf(req).list as CodeTable);
  } finally {
    client.destroy();
  }
}

async function tryMatch(req: Request) {
  const { account, customer, threshold, evidence } = bodyOf(req);
  const options = {
    threshold: numberOr(threshold, DEFAULT_THRESHOLD),
    evidence: (evidence ?? {}) as Record<string, boolean>,
  };
  const result = await matchAccounts(
    [{ ...(account as MatchRecord), id: 'account' }],
    [{ ...(customer as MatchRecord), id: 'customer' }],
    options,
  );
  const [matched] = result.matched;
  if (matched) return { outcome: 'matched', score: matched.score, reasons: matched.reasons };
  const candidate = result.pending[0]?.candidates[0];
  if (candidate) return { outcome: 'pending', score: candidate.score, reasons: candidate.reasons };
  return { outcome: 'unmatched', score: 0, reasons: [] };
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { AuditView } from '../../lib/sync/operations/audit';
import type { IntegrationView, RunView } from '../../lib/sync/operations/overview';
import type { PageOf } from '../../lib/sync/operations/pages';
import type { PendingPage } from '../../lib/sync/operations/pending';
import type { BulkPreview } from '../../lib/sync/operations/pending-bulk';
import type { RecordStory } from '../../lib/sync/operations/record-story';
import type { RecordHit } from '../../lib/sync/operations/records';
import type { RestoreView } from '../../lib/sync/operations/restore';
import type { CallPage, RunDetail } from '../../lib/sync/operations/run-detail';
import type { SessionView } from '../../lib/sync/operations/session';
import { EventListener } from './event-listener';
import { edited, Site, USER, until } from './site';

/** CMS keeps everything in capitals. */
const MOVED = '4711 MOVED AVE';

describe('The admin API behind the operations page, in a real Node-RED', function () {
  this.timeout(120_000);
  let site: Site;
  let listener: EventListener;
  let first: RunView;

  before(async () => {
    site = await Site.start({
      edit: (flows) => edited(flows, 'cms-sync-gate', { createCount: '1000', createShare: '100' }),
    });
    listener = await EventListener.at(site.nodeRed.url);
    first = await site.run();
  });
  after(async () => {
    listener?.leave();
    await site?.end();
  });

  it('tells of each change and of each run as it happens, to who listens', async () => {
    await until(async () => listener.runs.find(({ id, state }) => id === first.id && state === 'done'), 'its end');
    assert.ok(listener.changes.length > 0);
  });

  it('says who is there, and what they may do', async () => {
    const session = await site.get<SessionView>('session');
    assert.deepEqual(session.user, { name: USER, anonymous: false });
    assert.deepEqual([session.can, session.secured], [{ read: true, write: true }, true]);
    assert.match(session.version, /^\d+\.\d+\.\d+/);
    const response = await fetch(`${site.nodeRed.url}/dealer-sync/session`);
    assert.deepEqual(((await response.json()) as SessionView).user.anonymous, true, "Node-RED's default user");
  });

  it('lists integrations with their space, and nothing to set up any more', async () => {
    const [cms] = (await site.get<IntegrationView[]>('integrations')).filter(({ id }) => id === 'cms');
    assert.deepEqual([cms?.space, cms?.setup, cms?.running], ['cms', { missing: 0 }, undefined]);
  });

  it('S21: shows each call of a run without a secret, and finds its records', async () => {
    const { body } = await site.request('GET', `runs/${first.id}/calls?limit=500`);
    const page = body as unknown as CallPage;
    assert.ok(page.total > 5 && page.items.every(({ operation, ms }) => operation && ms >= 0));
    assert.doesNotMatch(JSON.stringify(body), /SIMCODE1|simpass|PLANTED-|Basic |Bearer /);
    const detail = await site.get<RunDetail>(`runs/${first.id}?limit=1`);
    const ended = Object.values(detail.outcomes).reduce((sum, count) => sum + count, 0);
    assert.equal(ended, first.counts.seen, 'S11');
  });

  it('accepts many at once, after a look at what that does; the run takes it', async () => {
    const { counts, items } = await site.get<PendingPage>('pending');
    assert.ok(counts.undecided > 0 && items.every(({ space, system }) => space === 'cms' && system === 'CMS'));
    assert.ok(items.every(({ becomesCustomerAt, staysUndecided }) => Boolean(becomesCustomerAt) !== !!staysUndecided));
    const preview = await site.post<BulkPreview>('pending/bulk', { minScore: 0, preview: true });
    const left = Object.values(preview.skipped).reduce((sum, count) => sum + count, 0);
    assert.equal(preview.count + left, counts.undecided);
    const { accepted } = await site.post<{ accepted: number }>('pending/bulk', { minScore: 0 });
    assert.equal(accepted, preview.count);
    const told = await site.audit('?operation=decide&entity=match');
    assert.deepEqual([told.length, new Set(told.map(({ who }) => who))], [accepted, new Set(accepted ? [USER] : [])]);
    await site.run();
    assert.equal((await site.get<PendingPage>('pending')).counts.decided, 0);
  });

  it('finds a record, tells its story, and puts the old values of a write back at both sides', async () => {
    const link = (await site.links()).find(({ additional, account }) => !additional && account?.name);
    assert.ok(link, 'nobody is linked');
    const { accountId = '', customerId = '' } = link;
    const old = link.account?.address.line1 ?? '';
    site.cms.edit({ entity: 'sites', action: 'set', id: accountId, fields: { site_addr1: MOVED } });
    await site.run();
    const address = async () => {
      const { items } = await site.get<PageOf<RecordHit>>(`records?q=${encodeURIComponent(customerId)}`);
      const hit = items.find(({ kind, id }) => kind === 'pair' && id === link.id);
      assert.ok(hit, 'found by its number');
      return site.get<RecordStory>(`records/${encodeURIComponent(hit.id)}`);
    };
    const story = await address();
    const write = story.timeline.find(({ audit }) => audit?.operation === 'update' && audit.new.line1);
    assert.deepEqual([write?.audit?.new.line1, write?.audit?.restorable], [MOVED, true]);

    const { runId } = await site.post<RestoreView>(`audit/${write?.audit?.id}/restore`, {});
    await site.over(runId ?? '');
    const state = site.cms.state.sites.get(Number(accountId));
    assert.equal(state?.site_addr1, MOVED, 'the station follows with the next cycle');
    const run = await site.run();
    assert.deepEqual(run.writes, { revio: 0, monitoring: 1, keyLinks: 0 });
    assert.equal(site.cms.state.sites.get(Number(accountId))?.site_addr1, old.toUpperCase());
    const [entry] = await site.all<AuditView>(`audit?q=put%20back&operation=update&who=${USER}`);
    assert.deepEqual([entry?.old.line1, entry?.new.line1], [MOVED, old]);
    const again = await site.request('POST', `audit/${write?.audit?.id}/restore`, {});
    assert.deepEqual([again.status, again.body.code], [409, 'STALE']);
    assert.match(again.body.message ?? '', /\.$/);
  });

  it('N4: gives the audit as a file', async () => {
    const headers = { authorization: `Bearer ${USER}` };
    const response = await fetch(`${site.nodeRed.url}/dealer-sync/audit.csv?operation=update`, { headers });
    assert.match(response.headers.get('content-disposition') ?? '', /audit\.csv/);
    assert.match(await response.text(), /^At,Who,As,System/);
  });

  it('N2: the stream outlives a deploy, and hears what comes after it', async () => {
    const heard = listener.changes.length;
    await site.deploy('full');
    const run = await site.run('cms', { preview: true });
    await until(
      async () => listener.runs.find(({ id, state }) => id === run.id && state === 'done'),
      'the run after it',
    );
    assert.ok(listener.changes.length > heard);
    assert.equal(listener.ended, false);
  });

  it('without adminAuth everybody may do everything, and the page is told so', async () => {
    const open = await Site.start({ settings: 'adminAuth: undefined,' });
    try {
      const session = await open.get<SessionView>('session');
      assert.deepEqual(session.user, { name: 'anonymous', anonymous: true });
      assert.deepEqual([session.can, session.secured], [{ read: true, write: true }, false]);
    } finally {
      await open.end();
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { Direction } from '../../lib/model/item';
import { type ConnectionKind, type ConnectionSettings, missingSettings } from '../../lib/setup/missing-settings';
import { VARIABLES } from '../../nodes/runtime/variables';

const ROOT = join(__dirname, '..', '..');
const KINDS = Object.keys(VARIABLES) as ConnectionKind[];

const connection = (kind: ConnectionKind, values: Record<string, string> = {}): ConnectionSettings => ({
  id: kind,
  kind,
  values,
});

function missing(direction: Direction, connections: ConnectionSettings[], syncsAccounts = true): string[] {
  return missingSettings({ direction, syncsAccounts }, connections).map(
    ({ connectionId, field }) => `${connectionId} ${field}`,
  );
}

const REVIO = { username: 'api', clientCode: 'acme', password: 'secret' };
const STATION = { baseUrl: 'https://station.example', username: 'me', password: 'secret', dealerNumber: '390041' };

describe('missing settings', () => {
  it('names all that a first run of CMS would stumble over, at once', () => {
    assert.deepEqual(missing('both', [connection('cms-config'), connection('revio-config')]), [
      'cms-config serverUrl',
      'cms-config accessKeyId',
      'cms-config keyCode',
      'cms-config companyId',
      'revio-config username',
      'revio-config clientCode',
      'revio-config password',
      'revio-config billProfile',
    ]);
  });

  it('asks for what new accounts take only where accounts are made', () => {
    const station = connection('rapid-response-config', STATION);
    const revio = connection('revio-config', REVIO);
    assert.deepEqual(missing('out', [station, revio]), [
      'rapid-response-config deviceType',
      'rapid-response-config timezone',
    ]);
    assert.deepEqual(missing('in', [station, revio]), ['rapid-response-config billProfile']);
    assert.deepEqual(missing('out', [station, revio], false), [], 'a flow that applies nothing creates nothing');
  });

  it('takes a bill profile of either side', () => {
    const station = connection('rapid-response-config', STATION);
    assert.deepEqual(missing('in', [station, connection('revio-config', { ...REVIO, billProfile: '1' })]), []);
    const own = connection('rapid-response-config', { ...STATION, billProfile: '1' });
    assert.deepEqual(missing('in', [own, connection('revio-config', REVIO)]), []);
  });

  it('asks a dealer feed for what its source needs', () => {
    const of = (values: Record<string, string>) => missing('in', [connection('dms-config', values)], false);
    assert.deepEqual(of({ sourceKind: 'folder' }), ['dms-config folder']);
    assert.deepEqual(of({ sourceKind: 'folder', folder: '/feeds' }), []);
    assert.deepEqual(of({ sourceKind: 'http' }), ['dms-config urls']);
    assert.deepEqual(of({ sourceKind: 'ftp', host: 'h' }), []);
    const server = { sourceKind: 'sftp', host: 'h', username: 'u', hostKey: 'SHA256:x' };
    assert.deepEqual(of(server), ['dms-config password']);
    assert.deepEqual(of({ ...server, privateKey: 'k' }), [], 'a key does as well as a password');
  });

  it('takes blanks and a variable that is not set for nothing', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Node-RED writes an environment variable
    for (const blank of ['', '  ', '${NOT_SET}']) {
      assert.deepEqual(
        missing('out', [connection('revio-config', { ...REVIO, password: blank })]),
        ['revio-config password'],
        blank,
      );
    }
  });

  it('calls each field what its dialog calls it', () => {
    const everything = KINDS.filter((kind) => kind !== 'dms-config').map((kind) => connection(kind));
    const feeds = ['folder', 'http', 'ftp', 'sftp'].map((sourceKind) => connection('dms-config', { sourceKind }));
    for (const direction of ['in', 'out'] as const) {
      // Without a station of its own the bill profile is Rev.io's.
      for (const connections of [everything, [...feeds, connection('revio-config')]]) {
        for (const { connectionId, field, label } of missingSettings({ direction, syncsAccounts: true }, connections)) {
          const { label: labels } = JSON.parse(
            readFileSync(join(ROOT, 'locales', 'en-US', `${connectionId}.json`), 'utf8'),
          ) as { label: Record<string, string> };
          const shown = connectionId === 'rapid-response-config' && field === 'baseUrl' ? 'place' : field;
          assert.equal(label, labels[shown], `${connectionId} ${field}`);
        }
      }
    }
  });

  it('knows the environment variable that each dialog shows in grey', () => {
    for (const kind of KINDS) {
      const template = readFileSync(join(ROOT, 'nodes', kind, `${kind}.html`), 'utf8');
      const shown = [...template.matchAll(/id="node-config-input-(\w+)"[^>]* placeholder="\$(\w+)"/g)].map(
        ([, field, variable]) => [field, variable],
      );
      assert.deepEqual(Object.fromEntries(shown), VARIABLES[kind], kind);
    }
  });
});

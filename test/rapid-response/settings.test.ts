import assert from 'node:assert/strict';
import { createRapidResponseClient } from '../../lib/rapid-response/client';
import { unknownCodes } from '../../lib/rapid-response/create-settings';
import { RAPID_RESPONSE_PROFILE } from '../../lib/rapid-response/profile';
import { profileFor, resolveProfile } from '../../lib/rapid-response/profile-overrides';
import type { RapidResponseSettings } from '../../lib/rapid-response/settings';
import { assertError, settle } from './outcomes';
import { SETTINGS } from './settings';

const BASE = { ...SETTINGS, baseUrl: 'http://127.0.0.1:9/api' };
const connect = async (settings: Partial<RapidResponseSettings>) => {
  const { error } = await settle(() => createRapidResponseClient({ ...BASE, ...settings }).destroy());
  return error;
};

describe('Rapid Response settings', () => {
  it('names every connection setting that is blank', async () => {
    const error = await connect({ baseUrl: ' ', username: '', password: '' });
    assertError(error, { code: 'MISSING_SETTING', acted: 'no', says: 'Base URL, Username, Password are blank' });
  });

  it('refuses a dealer number that is none, and an address that is none', async () => {
    assertError(await connect({ dealerNumber: 'Sim Alarms' }), { code: 'BAD_DEALER_NUMBER', acted: 'no' });
    assertError(await connect({ baseUrl: 'production' }), { code: 'BAD_URL', acted: 'no' });
    assert.equal(await connect({ dealerNumber: '' }), undefined);
  });

  it('refuses an override that is no part of the profile, leads elsewhere or cannot be read', () => {
    const fails = (profile: object, field: string) =>
      assert.throws(
        () => resolveProfile(profile as Record<string, unknown>),
        (error) => {
          assertError(error, { code: 'BAD_PROFILE', acted: 'no', field });
          return true;
        },
      );
    fails({ endpoints: { paintSite: {} } }, 'endpoints.paintSite');
    fails({ endpoints: { addSite: { path: '../../elsewhere' } } }, 'endpoints.addSite.path');
    fails({ refusals: { BAD_STATE: '(' } }, 'refusals.BAD_STATE');
    fails({ codes: { cancelled: 'CANC' } }, 'codes.cancelled');
  });

  it('takes a station’s own spellings and the fields for types and categories', () => {
    const profile = profileFor({
      ...BASE,
      commercialTypes: ['B', '7'],
      cancelCategories: ['END'],
      profile: { endpoints: { listSites: { columns: { line1: ['Street'] } } } },
    });
    assert.deepEqual(profile.codes.siteTypes, { B: 'commercial', 7: 'commercial', R: 'residential' });
    assert.deepEqual(profile.codes.newSiteTypes, { business: 'B', residential: 'R' });
    assert.deepEqual(profile.codes.cancelled, ['END']);
    assert.deepEqual(profile.endpoints.listSites.columns.line1, ['Street']);
    assert.deepEqual(profile.endpoints.listSites.columns.city, ['City']);
  });

  it('says one clear error for each setting of new sites that the station does not know', () => {
    const choice = (id: string, active = true) => ({ id, label: id, active });
    const known = { deviceTypes: [choice('A')], timeZones: [choice('13', false)], siteTypes: [choice('R')] };
    const chosen = { group: '1', deviceType: 'B', timeZone: '13', inService: false };
    assert.deepEqual(
      unknownCodes(chosen, known, RAPID_RESPONSE_PROFILE).map(({ code, message }) => [code, /retired/.test(message)]),
      [
        ['UNKNOWN_DEVICE_TYPE', false],
        ['UNKNOWN_TIME_ZONE', true],
        ['UNKNOWN_SITE_TYPE', false],
      ],
    );
  });

  it('asks for the settings of new sites before anything is sent', async () => {
    const draft = {
      kind: 'business' as const,
      name: 'Ash',
      accountNumber: 'A1',
      address: { line1: '1 Main St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' },
    };
    for (const [settings, code] of [
      [{ dealerNumber: '' }, 'MISSING_DEALER_NUMBER'],
      [{ deviceType: ' ' }, 'MISSING_DEVICE_TYPE'],
      [{ timeZone: '' }, 'MISSING_TIME_ZONE'],
    ] as const) {
      const client = createRapidResponseClient({ ...BASE, ...settings });
      assertError((await settle(() => client.createAccount(draft))).error, { code, acted: 'no' });
      assertError((await settle(() => client.checkCreates())).error, { code, acted: 'no' });
      await client.destroy();
    }
  });
});

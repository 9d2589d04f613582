import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCmsClient } from '../../lib/cms/client';
import { CMS_PROFILE } from '../../lib/cms/profile';
import { resolveProfile } from '../../lib/cms/profile-overrides';
import { buildWsdl, servicesOf } from '../../lib/cms/wsdl';
import { LocalServer } from '../http/local-server';
import { SETTINGS } from './settings';

describe('CMS profile', () => {
  // To write the files anew: WRITE_WSDLS=1 before the test command.
  for (const service of servicesOf(CMS_PROFILE)) {
    it(`makes the WSDL of ${service} as it is kept for people to read`, () => {
      const file = join(__dirname, 'wsdl', `${service}.wsdl`);
      const wsdl = buildWsdl(CMS_PROFILE, service, `https://cms.example/${service}.asmx`);
      if (process.env.WRITE_WSDLS) writeFileSync(file, wsdl);
      assert.equal(wsdl, readFileSync(file, 'utf8'));
    });
  }

  it('takes a site’s own spellings, codes included, onto the wire', async () => {
    const server = await LocalServer.start((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><ListSitesResponse xmlns="urn:mine/"><ListSitesResult><Site><site_no>7</site_no><the_name>Mine</the_name><sitetype_id>SHOP</sitetype_id></Site></ListSitesResult></ListSitesResponse></e:Body></e:Envelope>',
        ),
    );
    const client = createCmsClient({
      ...SETTINGS,
      serverUrl: server.url,
      profile: {
        namespace: 'urn:mine/',
        extension: '.svc',
        operations: {
          listSites: { name: 'ListSites', row: 'Site', keys: { companyId: 'COMPANY' }, columns: { name: 'the_name' } },
        },
        codes: { siteTypes: { SHOP: 'business' } },
      },
    });
    try {
      const { value } = await client.listAccounts()[Symbol.asyncIterator]().next();
      assert.deepEqual(value?.[0]?.companyName, 'Mine');
      assert.equal(server.heads[0]?.soapaction, '"urn:mine/ListSites"');
      assert.deepEqual(server.calls, ['POST /site.svc']);
      assert.match(server.bodies[0] ?? '', /<ListSites xmlns="urn:mine\/"><obj><Id>.*<COMPANY>SIM<\/COMPANY>/);
    } finally {
      client.destroy();
      await server.stop();
    }
  });

  it('refuses an override that changes nothing or breaks the XML, naming it', () => {
    for (const [override, field] of [
      [{ operations: { addSites: {} } }, 'operations.addSites'],
      [{ operations: { addSite: { nam: 'x' } } }, 'operations.addSite.nam'],
      [{ operations: { addSite: { name: 'a b' } } }, 'operations.addSite.name'],
      [{ operations: { addSite: { name: 'a><b' } } }, 'operations.addSite.name'],
      [{ operations: { addSite: { required: 'name' } } }, 'operations.addSite.required'],
      [{ operations: { addSite: { writes: 'no' } } }, 'operations.addSite.writes'],
      [{ codes: { siteTypes: { X: 1 } } }, 'codes.siteTypes.X'],
      [{ codes: [] }, 'codes'],
      [{ namespace: null }, 'namespace'],
    ] as const) {
      assert.throws(() => resolveProfile(override), { code: 'BAD_PROFILE', cause: { system: 'CMS', field } });
    }
    assert.deepEqual(resolveProfile({}), CMS_PROFILE);
  });
});

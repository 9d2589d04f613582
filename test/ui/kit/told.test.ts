import '../browser';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkGuards, DEFAULT_LIMITS } from '../../../lib/sync/guards';
import { chooseLanguage } from '../../../ui/i18n';
import { told } from '../../../ui/kit/told';

describe('told', () => {
  it('says each sentence of the guards in Spanish, with its values', () => {
    const contact = { accountContactId: 'c' };
    const items = Array.from({ length: 30 }, (_, index) => ({
      key: `cms:${index}`,
      actions: [
        { kind: 'close' as const, reason: '' },
        { kind: 'cancel' as const, accountNumber: '1', reason: '' },
        { kind: 'contact-remove' as const, contact, ended: false, reason: '' },
        { kind: 'create-customer' as const, draft: {} as never, reason: '' },
      ],
    }));
    const { reasons } = checkGuards({
      items,
      listings: [{ name: 'accounts', size: 3, accepted: 90 }],
      ...{ seen: 30, linkedPairs: 30, knownContacts: 30, limits: DEFAULT_LIMITS, firstRun: false },
    });
    assert.equal(reasons.length, 5);
    chooseLanguage('es');
    assert.deepEqual(reasons.map(told), [
      'La lista de accounts tiene 3 registros, y la última aceptada tenía 90.',
      'Se cerrarían 30 clientes.',
      'Se cancelarían 30 sitios en la central.',
      'Se quitarían 30 contactos.',
      'Se crearían 30 registros.',
    ]);
    assert.equal(told(`The run is held: ${reasons[4]}`), 'La ejecución está retenida: Se crearían 30 registros.');
    chooseLanguage('en');
    assert.deepEqual(reasons.map(told), reasons);
  });

  it('shows as it came what it does not know', () => {
    chooseLanguage('es');
    assert.equal(told('Something (new) happened: 5.'), 'Something (new) happened: 5.');
  });
});

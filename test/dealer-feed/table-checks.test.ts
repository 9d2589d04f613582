import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ClientRow, checkTables, type VehicleTypeRow } from '../../lib/dealer-feed';
import { settings } from './kit';

const CLIENT: ClientRow = { dealerId: 'D1', client: 'North', srType: 'recon' };

function found(vehicleTypes: VehicleTypeRow[], clients: ClientRow[] = [CLIENT]): string[] {
  const { serviceRequestTypes } = settings();
  const warnings = checkTables({ vehicleTypes, clients, serviceRequestTypes });
  return warnings.map(({ table, row, code }) => `${table} ${row} ${code}`);
}

describe('the checks of the mapping tables', () => {
  it('have nothing to say of good ones', () => {
    assert.deepEqual(found([{ systemCode: 'Used', vehicleType: 'Car', srType: 'wash', dealerId: ' d1' }]), []);
  });

  it('tell rows that are never reached from those that say it again', () => {
    const used = { systemCode: 'Used', vehicleType: 'Car' };
    assert.deepEqual(found([used, { ...used }, { ...used, systemCode: ' USED', vehicleType: 'Truck' }]), [
      'vehicleTypes 1 DOUBLED',
      'vehicleTypes 2 UNREACHABLE',
    ]);
    assert.deepEqual(found([used, { ...used, dealerId: 'D1' }]), []);
    assert.deepEqual(found([], [CLIENT, { ...CLIENT, dealerId: 'd1', client: 'South' }]), ['clients 1 UNREACHABLE']);
  });

  it('warn of a type without a phase, and of one that there is not', () => {
    assert.deepEqual(
      found([{ systemCode: 'Used', vehicleType: 'Car', srType: 'note' }], [{ ...CLIENT, srType: 'x' }]),
      ['vehicleTypes 0 TYPE_WITHOUT_PHASE', 'clients 0 UNKNOWN_TYPE'],
    );
  });

  it('warn of a mapping for a dealer without a client', () => {
    assert.deepEqual(found([{ systemCode: 'Used', vehicleType: 'Car', dealerId: 'D9' }]), [
      'vehicleTypes 0 UNKNOWN_DEALER',
    ]);
  });

  it('warn of blanks and of days that are none', () => {
    assert.deepEqual(
      found([{ systemCode: ' ', vehicleType: 'Car' }], [{ dealerId: '', client: '', srType: '', ignoreDays: -1 }]),
      ['vehicleTypes 0 BLANK', 'clients 0 BLANK', 'clients 0 BLANK', 'clients 0 BLANK', 'clients 0 BAD_DAYS'],
    );
  });
});

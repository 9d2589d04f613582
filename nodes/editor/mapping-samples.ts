import type { MappingDirection } from '../../lib/mapping/fields';

const ADDRESS = { line1: '12 Test St', line2: '', city: 'Testville', state: 'Ohio', postalCode: '00001' };

/** Invented records as the two sides hold them: the station with one name, Rev.io with its parts. */
export const SAMPLES: Record<MappingDirection, Record<'residential' | 'business', object>> = {
  toCustomer: {
    residential: {
      id: '10001',
      kind: 'residential',
      name: 'BIRCH, ANNA LOU',
      accountNumber: 'A1001',
      address: ADDRESS,
      phone: '5555550100',
    },
    business: {
      id: '10002',
      kind: 'business',
      name: 'Ash Dental LLC',
      accountNumber: 'A1002',
      address: ADDRESS,
      phone: '5555550101',
    },
  },
  toAccount: {
    residential: {
      id: '1001',
      kind: 'residential',
      name: 'Anna L Birch',
      firstName: 'Anna',
      middleName: 'L',
      lastName: 'Birch',
      accountNumber: 'A1001',
      address: ADDRESS,
      email: 'anna@example.com',
    },
    business: {
      id: '1002',
      kind: 'business',
      name: 'Ash Dental LLC',
      companyName: 'Ash Dental LLC',
      accountNumber: 'A1002',
      address: ADDRESS,
      email: 'desk@example.com',
    },
  },
};

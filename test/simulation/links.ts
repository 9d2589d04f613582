import type { TwoSystems } from '../sync/headless/two-systems';

const CUSTOMER_TYPE = 2;

/** Who belongs to whom, by Rev.io's key links: the record of truth that needs none of our store. */
export interface Link {
  accountId: string;
  customerId: string;
}

export function customerLinks({ revio }: Pick<TwoSystems, 'revio'>): Link[] {
  return revio.state.keyLinks
    .all()
    .filter((link) => link.integration_entity_type_id === CUSTOMER_TYPE)
    .map((link) => ({ accountId: link.external_id, customerId: link.internal_id }));
}

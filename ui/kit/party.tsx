import type { PartySummary } from '../../lib/sync/pair';

/** An address on one line, without what is blank. */
export function addressLine({ address }: Pick<PartySummary, 'address'>): string {
  const { line1, line2, city, state, postalCode } = address;
  return [line1, line2, city, [state, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

/** A record as people know it: name, number, address. */
export function Party({ of }: { of: PartySummary }) {
  return (
    <span class="party">
      <strong>{of.name || of.id}</strong>
      <span class="party-number">{of.accountNumber ?? of.id}</span>
      <span class="party-address">{addressLine(of)}</span>
    </span>
  );
}

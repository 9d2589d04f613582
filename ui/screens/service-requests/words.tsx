import type { RequestView } from '../../../lib/dealer-feed/operations/views';
import { tOr } from '../../i18n';
import { Badge, type Tone } from '../../kit/badge';

export function vehicleName({
  vehicle: { year, make, model, trim },
  vin,
}: Pick<RequestView, 'vehicle' | 'vin'>): string {
  return [year, make, model, trim].filter(Boolean).join(' ') || vin;
}

export function statusLabel(status: string): string {
  return tOr(`serviceRequests.status.${status}`, status);
}

const TONES: Record<string, Tone> = {
  closed: 'plain',
  rejected: 'plain',
  'on-hold': 'wait',
  work: 'busy',
  delivery: 'good',
};

/** The status, and who closed it. */
export function StatusBadge({ of: { status, closedBy } }: { of: Pick<RequestView, 'status' | 'closedBy'> }) {
  return (
    <span class="row">
      <Badge tone={TONES[status] ?? 'busy'}>{statusLabel(status)}</Badge>
      {closedBy ? <span class="soft">{tOr(`serviceRequests.closedBy.${closedBy}`, closedBy)}</span> : null}
    </span>
  );
}

export function requestField(field: string): string {
  return tOr(`serviceRequests.field.${field}`, field);
}

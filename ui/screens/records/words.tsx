import type { RecordHit } from '../../../lib/sync/operations/records';
import { tOr } from '../../i18n';
import { Badge, type Tone } from '../../kit/badge';
import { statusLabel } from '../service-requests/words';

const TONES: Record<string, Tone> = {
  linked: 'good',
  created: 'good',
  pending: 'wait',
  creating: 'busy',
  parked: 'bad',
  gone: 'bad',
};

export function StateBadge({ state, kind }: Pick<RecordHit, 'state' | 'kind'>) {
  const label = kind === 'service-request' ? statusLabel(state) : stateLabel(state);
  return <Badge tone={TONES[state] ?? 'plain'}>{label}</Badge>;
}

export function stateLabel(state: string): string {
  return tOr(`records.state.${state}`, state);
}

/** What a state means for the record, in a sentence. */
export function stateSentence(state: string): string {
  return tOr(`records.means.${state}`, '');
}

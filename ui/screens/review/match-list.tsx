import { useEffect, useRef } from 'preact/hooks';
import type { PendingView } from '../../../lib/sync/operations/pending';
import { t, tOr } from '../../i18n';
import { Badge } from '../../kit/badge';
import { percent } from '../../kit/score';
import { nameOf } from './names';

interface MatchListProps {
  rows: readonly PendingView[];
  selected: string | undefined;
  onSelect(id: string): void;
}

/** A page of the queue; the selected one is kept in sight. */
export function MatchList({ rows, selected, onSelect }: MatchListProps) {
  const list = useRef<HTMLUListElement>(null);
  // `selected` is what the list scrolls to.
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <ul class="match-list" ref={list} aria-label={t('review.list')}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" aria-current={row.id === selected} onClick={() => onSelect(row.id)}>
            <span class="match-name">{nameOf(row.account)}</span>
            <Mark of={row} />
            <span class="match-candidate">
              {row.candidates[0] ? nameOf(row.candidates[0].customer) : t('common.none')}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Mark({ of: { decision, candidates } }: { of: PendingView }) {
  if (decision) return <Badge tone="good">{tOr(`review.mark.${decision}`, t('review.mark.other'))}</Badge>;
  const [best] = candidates;
  return best ? <span class="match-score">{percent(best.score)}</span> : null;
}

import type { PendingSort } from '../../../lib/sync/operations/pending';
import { formatNumber, t } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { SearchBox } from '../../kit/search-box';
import { SystemChoice } from '../../kit/system-choice';
import type { Queue } from './queue';
import type { ReviewFilter } from './reviewing';

/** Surest first: what needs no thought is done soonest. */
const SORTS: readonly PendingSort[] = ['score', 'name', 'since'];
export const FIRST_FILTER: ReviewFilter = { q: '', space: '', sort: 'score', decided: false };

interface ReviewFiltersProps {
  filter: ReviewFilter;
  counts: Queue['counts'] | undefined;
  onChange(filter: ReviewFilter): void;
}

/** Which matches are listed, and in what order. */
export function ReviewFilters({ filter, counts, onChange }: ReviewFiltersProps) {
  const kind = (decided: boolean, title: string, count: number | undefined) => (
    <Button pressed={filter.decided === decided} onClick={() => onChange({ ...filter, decided })}>
      {title}
      {count === undefined ? null : <span class="soft">{formatNumber(count)}</span>}
    </Button>
  );
  return (
    <div class="filters">
      {kind(false, t('review.undecided'), counts?.undecided)}
      {kind(true, t('review.decided'), counts?.decided)}
      <SearchBox label={t('review.search')} value={filter.q} onSearch={(q) => onChange({ ...filter, q })} />
      <SystemChoice value={filter.space} onChoose={(space) => onChange({ ...filter, space })} />
      <Choice
        label={t('review.sort')}
        value={filter.sort}
        choices={SORTS.map((sort) => ({ value: sort, label: t(`review.sort.${sort}`) }))}
        onChoose={(sort) => onChange({ ...filter, sort: sort || FIRST_FILTER.sort })}
      />
    </div>
  );
}

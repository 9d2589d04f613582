import type { PendingView } from '../../../lib/sync/operations/pending';
import { t, tOr } from '../../i18n';
import { Button } from '../../kit/button';
import { Ago, When } from '../../kit/time';
import { nameOf } from './names';

/** What becomes of it when nobody decides, and when. */
export function Fate({ of }: { of: PendingView }) {
  const { becomesCustomerAt } = of;
  if (!becomesCustomerAt) return <p class="soft">{t('review.stays')}</p>;
  return (
    <p class="soft">
      {t('review.becomes')} <Ago at={becomesCustomerAt} /> ({t('review.becomesAt')} <When at={becomesCustomerAt} />)
    </p>
  );
}

/** What was decided, by whom, what the next run makes of it, and the way back. */
export function Decided({ of, onUndo }: { of: PendingView; onUndo(): unknown }) {
  return (
    <div class="notice decided">
      <p>
        {sentence(of)}{' '}
        <span class="soft">
          {of.decidedBy ? t('review.by', { who: of.decidedBy }) : null}{' '}
          {of.decidedAt ? <Ago at={of.decidedAt} /> : null}
        </span>
      </p>
      <Button writes onClick={onUndo}>
        {t('review.undo')}
      </Button>
    </div>
  );
}

function sentence({ decision, decidedCustomerId = '', candidates, staysUndecided }: PendingView): string {
  if (decision === 'reject') return t(staysUndecided ? 'review.is.rejectStays' : 'review.is.reject');
  const candidate = candidates.find(({ customer }) => customer.id === decidedCustomerId)?.customer;
  return tOr(`review.is.${decision}`, t('review.is.other'), {
    customer: candidate ? `${nameOf(candidate)} (${candidate.id})` : decidedCustomerId,
  });
}

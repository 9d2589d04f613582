import type { RequestDetail } from '../../../lib/dealer-feed/operations/views';
import { t, tOr } from '../../i18n';
import { When } from '../../kit/time';
import { requestField } from './words';

/** Newest first: who did what, old and new. */
export function RequestHistory({ of: { history } }: { of: RequestDetail }) {
  return (
    <section class="card stack">
      <h2>{t('serviceRequests.history')}</h2>
      <ol class="history">
        {[...history].reverse().map((entry) => (
          <li key={`${entry.at} ${entry.what}`}>
            <span class="soft">
              <When at={entry.at} />
            </span>
            <span>
              <strong>{tOr(`serviceRequests.what.${entry.what}`, entry.what)}</strong>{' '}
              {entry.by === 'feed' ? t('serviceRequests.byFeed') : entry.by}
              {entry.reason ? `: ${tOr(`serviceRequests.why.${entry.reason}`, entry.reason)}` : ''}
              {entry.changes?.map(({ field, from, to }) => (
                <span key={field} class="change">
                  {requestField(field)}: <del>{from || '–'}</del> → <ins>{to || '–'}</ins>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

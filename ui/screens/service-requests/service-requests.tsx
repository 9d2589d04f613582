import './service-requests.css';
import { t } from '../../i18n';
import { FeedFiles } from './feed-files';
import { OneRequest } from './one-request';
import { RequestList } from './request-list';
import { WhyNot } from './why-not';

/** The list, one service request, the files that they came from, or why a vehicle has none. */
export function ServiceRequests({ id, vin }: { id?: string; vin?: string }) {
  if (vin !== undefined) return <WhyNot vin={decodeURIComponent(vin)} />;
  if (id === 'files') return <FeedFiles />;
  if (id !== undefined) return <OneRequest key={id} id={decodeURIComponent(id)} />;
  return <RequestList />;
}

/** Between the list and the files. */
export function ServiceRequestTabs({ at }: { at: 'list' | 'files' }) {
  return (
    <nav class="row" aria-label={t('nav.serviceRequests')}>
      <a class="button" href="#/service-requests" aria-current={at === 'list' ? 'page' : undefined}>
        {t('serviceRequests.list')}
      </a>
      <a class="button" href="#/service-requests/files" aria-current={at === 'files' ? 'page' : undefined}>
        {t('serviceRequests.files')}
      </a>
    </nav>
  );
}

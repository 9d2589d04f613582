import { useState } from 'preact/hooks';
import type { RequestChange } from '../../../lib/dealer-feed/operations/change-request';
import type { MadeView, RequestDetail } from '../../../lib/dealer-feed/operations/views';
import { post } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Answer, Empty, Screen } from '../../kit/screen';
import { Table } from '../../kit/table';
import { When } from '../../kit/time';
import { toast } from '../../kit/toast';
import { CloseDialog } from './close-dialog';
import { EditDialog } from './edit-dialog';
import { RequestHistory } from './request-history';
import { requestField, StatusBadge, statusLabel, vehicleName } from './words';

/** One service request: the vehicle, its way through the shop, what was made from it, and what became of it when. */
export function OneRequest({ id }: { id: string }) {
  const path = `service-requests/${encodeURIComponent(id)}`;
  const answer = useLoad<RequestDetail>(path, {}, ['service-requests']);
  const change = async (step: RequestChange, said: string) => {
    await post(path, step);
    await answer.reload();
    toast(said);
  };
  return (
    <Screen title={answer.data ? vehicleName(answer.data) : t('nav.serviceRequests')} lead={answer.data?.vin ?? ''}>
      <p>
        <a href="#/service-requests">{t('serviceRequests.back')}</a>
      </p>
      <Answer of={answer}>
        {(request) => (
          <div class="stack">
            <Way request={request} change={change} />
            <Facts request={request} change={change} />
            <Made kind="inspection" request={request} rows={request.inspections} change={change} />
            <Made kind="work-order" request={request} rows={request.workOrders} change={change} />
            <RequestHistory of={request} />
          </div>
        )}
      </Answer>
    </Screen>
  );
}

export type Change = (step: RequestChange, said: string) => Promise<void>;

const isClosed = ({ status }: RequestDetail) => status === 'closed' || status === 'rejected';

/** Where it stands, and where a person may move it. */
function Way({ request, change }: { request: RequestDetail; change: Change }) {
  const [closing, setClosing] = useState(false);
  return (
    <section class="card stack">
      <h2 class="row">
        {t('serviceRequests.status')} <StatusBadge of={request} />
      </h2>
      <div class="row">
        {request.statuses
          .filter((status) => status !== request.status)
          .map((status) => (
            <Button
              key={status}
              writes
              onClick={() =>
                change({ action: 'status', status }, t('serviceRequests.moved', { status: statusLabel(status) }))
              }
            >
              {isClosed(request)
                ? t('serviceRequests.openAgain', { status: statusLabel(status) })
                : t('serviceRequests.moveTo', { status: statusLabel(status) })}
            </Button>
          ))}
        {isClosed(request) ? null : (
          <Button writes kind="danger" onClick={() => setClosing(true)}>
            {t('serviceRequests.close')}
          </Button>
        )}
      </div>
      {request.missingSince ? (
        <p class="notice">
          {t('serviceRequests.missing')} <When at={request.missingSince} />
        </p>
      ) : null}
      {closing ? <CloseDialog change={change} onClose={() => setClosing(false)} /> : null}
    </section>
  );
}

const VEHICLE_FIELDS = ['year', 'make', 'model', 'trim', 'body', 'color', 'mileage', 'price'] as const;

function Facts({ request, change }: { request: RequestDetail; change: Change }) {
  const [editing, setEditing] = useState(false);
  const facts: [string, string | undefined][] = [
    ['stock', request.stock],
    ['client', request.client],
    ['type', request.type],
    ['vehicleType', request.vehicleType],
    ...VEHICLE_FIELDS.map((field): [string, string | undefined] => [field, request.vehicle[field]]),
    ['dealerId', request.dealerId],
    ['feed', request.feed ?? t('serviceRequests.byHand')],
  ];
  return (
    <section class="card stack">
      <h2>{t('serviceRequests.facts')}</h2>
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([field, value]) => (
            <div key={field}>
              <dt>{requestField(field)}</dt>
              <dd>
                {value}
                {request.touchedByPerson.includes(field) ? (
                  <span class="soft"> {t('serviceRequests.byPerson')}</span>
                ) : null}
              </dd>
            </div>
          ))}
        <div>
          <dt>{t('serviceRequests.created')}</dt>
          <dd>
            <When at={request.createdAt} />
          </dd>
        </div>
      </dl>
      <div class="row">
        <Button writes onClick={() => setEditing(true)}>
          {t('serviceRequests.edit')}
        </Button>
      </div>
      {editing ? <EditDialog request={request} change={change} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}

interface MadeProps {
  kind: 'inspection' | 'work-order';
  request: RequestDetail;
  rows: readonly MadeView[];
  change: Change;
}

function Made({ kind, request, rows, change }: MadeProps) {
  return (
    <section class="card stack">
      <h2>{t(`serviceRequests.${kind}s`)}</h2>
      {rows.length ? (
        <Table
          caption={t(`serviceRequests.${kind}s`)}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { title: t('serviceRequests.number'), cell: ({ id }) => id.split('|').at(-1) },
            { title: t('serviceRequests.stock'), cell: ({ stock }) => stock || '–' },
            { title: t('serviceRequests.client'), cell: ({ client }) => client },
            { title: t('serviceRequests.created'), cell: ({ createdAt }) => <When at={createdAt} /> },
          ]}
        />
      ) : (
        <Empty>{t(`serviceRequests.no-${kind}s`)}</Empty>
      )}
      <div class="row">
        <Button
          writes
          disabled={isClosed(request)}
          onClick={() => change({ action: `add-${kind}` }, t(`serviceRequests.added-${kind}`))}
        >
          {t(`serviceRequests.add-${kind}`)}
        </Button>
      </div>
    </section>
  );
}

import { useRef, useState } from 'preact/hooks';
import type { PageOf } from '../../../lib/sync/operations/pages';
import type { ParkedView } from '../../../lib/sync/operations/parked';
import { post } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Pager, usePaging } from '../../kit/pager';
import { Party } from '../../kit/party';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { SystemChoice } from '../../kit/system-choice';
import { Table } from '../../kit/table';
import { Ago } from '../../kit/time';
import { toast } from '../../kit/toast';
import { told } from '../../kit/told';
import { withoutAdvice } from './without-advice';

/** Records that failed so often that they are left alone until a person has looked. */
export function Parked() {
  const [q, setQ] = useState('');
  const [space, setSpace] = useState('');
  const { offset, limit, go } = usePaging(`${q} ${space}`);
  const list = useLoad<PageOf<ParkedView>>('parked', { q, space, offset, limit }, ['parked', 'runs']);
  const rows = useRef<HTMLDivElement>(null);
  const { items = [], total = 0 } = list.data ?? {};
  const filtered = q !== '' || space !== '';

  const retry = async (row: ParkedView) => {
    const at = items.indexOf(row);
    await post(`parked/${encodeURIComponent(row.id)}/retry`);
    toast(t('parked.done', { name: nameOf(row) }));
    await list.reload();
    // The row is gone, and the focus with it: the one that took its place gets it.
    requestAnimationFrame(() => {
      const buttons = rows.current?.querySelectorAll('td button') ?? [];
      const next = buttons[Math.min(at, buttons.length - 1)] ?? document.querySelector('h1');
      if (next instanceof HTMLElement) next.focus();
    });
  };
  const retryMany = async () => {
    // A search narrows it down to those that the person sees.
    const which = filtered ? { ids: items.map(({ id }) => id) } : { all: true };
    const { retried } = await post<{ retried: number }>('parked', which);
    toast(t('parked.doneMany', { n: retried }));
    await list.reload();
  };

  return (
    <Screen
      title={t('nav.parked')}
      lead={t('parked.lead')}
      actions={
        <Button writes disabled={!items.length} onClick={retryMany}>
          {filtered ? t('parked.retryShown', { n: items.length }) : t('parked.retryAll', { n: total })}
        </Button>
      }
    >
      <div class="filters">
        <SearchBox label={t('parked.search')} value={q} onSearch={setQ} />
        <SystemChoice value={space} onChoose={setSpace} />
      </div>
      <Answer of={list}>
        {() =>
          items.length ? (
            <div class="stack" ref={rows}>
              <Table
                caption={t('nav.parked')}
                rows={items}
                keyOf={(row) => row.id}
                hrefOf={(row) => `#/records/${encodeURIComponent(row.id)}`}
                columns={[
                  { title: t('parked.record'), cell: (row) => <Record of={row} /> },
                  { title: t('parked.reason'), cell: (row) => told(withoutAdvice(row.reason, row.advice)) },
                  { title: t('parked.advice'), cell: (row) => told(row.advice) },
                  {
                    title: t('parked.since'),
                    cell: (row) => (
                      <>
                        <Ago at={row.since} />
                        <br />
                        <span class="soft">{t('parked.attempts', { n: row.attempts })}</span>
                      </>
                    ),
                  },
                  {
                    title: t('parked.again'),
                    cell: (row) => (
                      <Button writes label={t('parked.retryNamed', { name: nameOf(row) })} onClick={() => retry(row)}>
                        {t('parked.retry')}
                      </Button>
                    ),
                  },
                ]}
              />
              <Pager total={total} offset={offset} go={go} />
            </div>
          ) : (
            <Empty>{t(filtered ? 'parked.emptyFound' : 'parked.empty')}</Empty>
          )
        }
      </Answer>
    </Screen>
  );
}

function Record({ of }: { of: ParkedView }) {
  const party = of.account ?? of.customer;
  return party ? <Party of={party} /> : <span>{of.id}</span>;
}

function nameOf({ account, customer, id }: ParkedView): string {
  return account?.name || customer?.name || id;
}

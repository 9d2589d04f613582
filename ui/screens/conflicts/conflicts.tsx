import './conflicts.css';
import { useState } from 'preact/hooks';
import type { ConflictPage, ConflictSide, ConflictView } from '../../../lib/sync/operations/conflicts';
import { post } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { useSystems } from '../../kit/system-choice';
import { toast } from '../../kit/toast';
import { ConflictCard } from './conflict-card';
import { DecideKind } from './decide-kind';
import { groupsOf, kindKey, kindOf } from './groups';
import { type ChosenSide, effectWords, fieldWord, kindWords } from './words';

/** Fields that the two sides say differently, and nobody but a person can tell which is right. */
export function Conflicts() {
  const [q, setQ] = useState('');
  const [kind, setKind] = useState('');
  const [asking, setAsking] = useState(false);
  const { offset, limit, go } = usePaging(`${q} ${kind}`);
  const list = useLoad<ConflictPage>('conflicts', { q, ...kindOf(kind), offset, limit }, ['conflicts', 'runs']);
  const systems = useSystems();
  const kinds = list.data?.kinds ?? [];

  const decide = async (conflict: ConflictView, side: ConflictSide) => {
    const { id, accountRecord, field, system } = conflict;
    await post(`conflicts/${encodeURIComponent(id)}`, { side });
    const about = `${accountRecord?.name ?? ''}, ${fieldWord(field)}`;
    toast(`${about}: ${side === 'undo' ? t('conflicts.undone') : effectWords(side, { field, system })}`);
    await list.reload();
  };
  const decideAll = async (conflicts: ConflictView[], side: ChosenSide) => {
    const ids = conflicts.map(({ id }) => id);
    const { decided } = await post<{ decided: number }>('conflicts', { ids, side });
    toast(t('conflicts.kindDone', { n: decided }));
    await list.reload();
  };

  return (
    <Screen
      title={t('nav.conflicts')}
      lead={t('conflicts.lead')}
      actions={
        <Button writes disabled={!kinds.length} onClick={() => setAsking(true)}>
          {t('conflicts.many')}
        </Button>
      }
    >
      <div class="filters">
        <SearchBox label={t('conflicts.search')} value={q} onSearch={setQ} />
        <Choice
          label={t('conflicts.kindChoice')}
          value={kind}
          choices={[
            { value: '', label: t('common.all') },
            ...kinds.map((one) => ({ value: kindKey(one), label: `${kindWords(one, systems)} (${one.total})` })),
          ]}
          onChoose={setKind}
        />
      </div>
      <Answer of={list}>
        {({ items, total }) =>
          items.length ? (
            <>
              <div class="stack">
                {groupsOf(items).map((group) => (
                  <ConflictCard key={group.pairId} of={group} onDecide={decide} onDecideAll={decideAll} />
                ))}
              </div>
              <Pager total={total} offset={offset} go={go} />
            </>
          ) : (
            <Empty>{t(q || kind ? 'conflicts.emptyFound' : 'conflicts.empty')}</Empty>
          )
        }
      </Answer>
      {asking ? (
        <DecideKind
          kinds={kinds}
          systems={systems}
          first={kind}
          onDone={list.reload}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Screen>
  );
}

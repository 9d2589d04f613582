import type { ConflictSide, ConflictView } from '../../../lib/sync/operations/conflicts';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { addressLine } from '../../kit/party';
import { ConflictChoice } from './conflict-choice';
import type { ConflictGroup } from './groups';
import { type ChosenSide, sideWord } from './words';

interface ConflictCardProps {
  of: ConflictGroup;
  onDecide(conflict: ConflictView, side: ConflictSide): Promise<void>;
  onDecideAll(conflicts: ConflictView[], side: ChosenSide): Promise<void>;
}

/** All that one record is asked about. */
export function ConflictCard({ of: { pairId, first, conflicts }, onDecide, onDecideAll }: ConflictCardProps) {
  const { accountRecord, customerRecord, system } = first;
  const open = conflicts.filter(({ decision }) => !decision);
  // The next run says so itself where only the status is asked about.
  const together = open.filter(({ field }) => field !== 'status');
  return (
    <article class="card conflict-card">
      <header>
        <h2>
          <a href={`#/records/${encodeURIComponent(pairId)}`}>
            {accountRecord?.name || customerRecord?.name || pairId}
          </a>
        </h2>
        <p class="soft">
          {[
            accountRecord && `${system ?? t('side.monitoring')} ${accountRecord.accountNumber ?? accountRecord.id}`,
            customerRecord && `${t('side.revio')} ${customerRecord.accountNumber ?? customerRecord.id}`,
            accountRecord && addressLine(accountRecord),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      {conflicts.map((conflict) => (
        <ConflictChoice key={conflict.id} of={conflict} onDecide={onDecide} />
      ))}
      {together.length > 1 ? (
        <div class="row">
          {(['monitoring', 'revio'] as const).map((side) => (
            <Button key={side} kind="quiet" writes onClick={() => onDecideAll(together, side)}>
              {t('conflicts.keepAll', { n: together.length, side: sideWord(side, system) })}
            </Button>
          ))}
        </div>
      ) : null}
    </article>
  );
}

import type { PendingView } from '../../../lib/sync/operations/pending';
import type { PartySummary } from '../../../lib/sync/pair';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Party } from '../../kit/party';
import { percent, Score } from '../../kit/score';
import { Comparison } from './comparison';
import { Decided, Fate } from './fate';
import { nameOf } from './names';
import { Reasons } from './reasons';

interface MatchDetailProps {
  row: PendingView;
  /** Which of its candidates is compared. */
  shown: number;
  onShow(index: number): void;
  onAccept(customer: PartySummary): void;
  onUndo(): unknown;
}

/** One match: both sides, how sure it is and why, the other candidates, and what becomes of it. */
export function MatchDetail({ row, shown, onShow, onAccept, onUndo }: MatchDetailProps) {
  const { account, candidates, system } = row;
  const candidate = candidates[shown];
  const titles = [
    system ? t('review.accountAt', { system }) : t('review.account'),
    candidates.length > 1 ? t('review.candidateOf', { at: shown + 1, n: candidates.length }) : t('review.candidate'),
  ] as const;
  return (
    <article class="match-detail" aria-label={nameOf(account)}>
      <header>
        <h2 tabIndex={-1}>{nameOf(account)}</h2>
        <a href={`#/records/${encodeURIComponent(row.id)}`}>{t('review.story')}</a>
      </header>
      {row.decision ? <Decided of={row} onUndo={onUndo} /> : <Fate of={row} />}
      {candidate ? (
        <>
          <Comparison titles={titles} account={account} candidate={candidate.customer} />
          <Score score={candidate.score} threshold={row.threshold} />
          <Reasons reasons={candidate.reasons} />
        </>
      ) : (
        <>
          <Party of={account} />
          <p class="notice">{t('review.noCandidate')}</p>
        </>
      )}
      {candidates.length > 1 ? (
        <section class="others">
          <h3>{t('review.others')}</h3>
          <ul>
            {candidates.map((other, index) =>
              index === shown ? null : (
                <li key={other.customer.id}>
                  <Party of={other.customer} />
                  <span class="match-score">{percent(other.score)}</span>
                  <span class="row">
                    <Button onClick={() => onShow(index)}>{t('review.show')}</Button>
                    <Button writes disabled={row.decision !== undefined} onClick={() => onAccept(other.customer)}>
                      {t('review.acceptThis')}
                    </Button>
                  </span>
                </li>
              ),
            )}
          </ul>
        </section>
      ) : null}
    </article>
  );
}

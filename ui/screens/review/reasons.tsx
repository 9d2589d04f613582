import type { PendingView } from '../../../lib/sync/operations/pending';
import { t } from '../../i18n';
import { reasonSays } from '../../kit/reason-says';
import { reasonWords } from '../../kit/reason-words';

type Reason = PendingView['candidates'][number]['reasons'][number];

const GROUPS = ['for', 'against', 'unsure'] as const;

/** Why the score is what it is, in words: what speaks for the match, what against it, and why it was not linked. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <div class="reasons">
      {GROUPS.map((group) => {
        const said = reasons.filter((reason) => reasonSays(reason) === group);
        if (!said.length) return null;
        return (
          <section key={group}>
            <h3>{t(`review.reasons.${group}`)}</h3>
            <ul class={`reasons-${group}`}>
              {said.map((reason) => (
                <li key={reason.key + reason.text}>{reasonWords(reason)}</li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

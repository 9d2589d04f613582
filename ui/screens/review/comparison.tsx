import type { PartySummary } from '../../../lib/sync/pair';
import { type Key, t } from '../../i18n';
import { DiffText } from '../../kit/diff-text';

interface Line {
  title: Key;
  of(party: PartySummary): string;
  /** Numbers of two systems mostly differ, and say nothing by it. */
  unmarked?: true;
}

const LINES: readonly Line[] = [
  { title: 'review.field.name', of: ({ name }) => name },
  { title: 'review.field.number', of: ({ accountNumber = '' }) => accountNumber, unmarked: true },
  { title: 'review.field.id', of: ({ id }) => id, unmarked: true },
  { title: 'review.field.line1', of: ({ address }) => address.line1 },
  { title: 'review.field.line2', of: ({ address }) => address.line2 },
  { title: 'review.field.city', of: ({ address }) => address.city },
  {
    title: 'review.field.region',
    of: ({ address: { state, postalCode } }) => [state, postalCode].filter(Boolean).join(' '),
  },
  { title: 'review.field.phone', of: ({ phone = '' }) => phone },
  { title: 'review.field.email', of: ({ email = '' }) => email },
];

interface ComparisonProps {
  titles: readonly [account: string, candidate: string];
  account: PartySummary;
  candidate: PartySummary;
}

/** Two records field by field, with what differs marked within the text. */
export function Comparison({ titles, account, candidate }: ComparisonProps) {
  const lines = LINES.map(({ title, of, unmarked }) => ({
    title,
    unmarked,
    left: of(account),
    right: of(candidate),
  })).filter(({ left, right }) => left || right);
  return (
    <table class="comparison">
      <caption class="sr-only">{t('review.compare')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{t('review.field')}</span>
          </th>
          <th scope="col">{titles[0]}</th>
          <th scope="col">{titles[1]}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ title, left, right, unmarked }) => (
          <tr key={title}>
            <th scope="row">{t(title)}</th>
            <td>
              <Value text={left} other={unmarked ? left : right} />
            </td>
            <td>
              <Value text={right} other={unmarked ? right : left} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What only one side knows is no difference. */
function Value({ text, other }: { text: string; other: string }) {
  if (!text) return <span class="soft">–</span>;
  return other ? <DiffText text={text} other={other} /> : <span>{text}</span>;
}

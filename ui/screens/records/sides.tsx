import type { RecordStory } from '../../../lib/sync/operations/record-story';
import type { PartySummary } from '../../../lib/sync/pair';
import { t, tOr } from '../../i18n';
import { DiffText } from '../../kit/diff-text';

/** Evidence and names of the systems' own: they need not be the same, so nothing is marked. */
const OWN = ['phone', 'email', 'id'];
const ADDRESS = ['line1', 'line2', 'city', 'state', 'postalCode'] as const;

/** Both sides, field by field, with what differs marked within the text. */
export function Sides({ story: { account, customer, record } }: { story: RecordStory }) {
  if (!account && !customer) return null;
  const left = account && textsOf(account);
  const right = customer && textsOf(customer);
  const fields = Object.keys({ ...left, ...right });
  return (
    <section class="card">
      <table class="table record-sides">
        <caption class="sr-only">{t('records.sides')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{record.system && account ? record.system : t('side.monitoring')}</th>
            <th scope="col">{t('side.revio')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{tOr(`field.${field}`, field)}</th>
              <td data-label={record.system ?? t('side.monitoring')}>
                <Value text={left?.[field]} other={right?.[field]} alone={!customer || OWN.includes(field)} />
              </td>
              <td data-label={t('side.revio')}>
                <Value text={right?.[field]} other={left?.[field]} alone={!account || OWN.includes(field)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Value({ text, other, alone }: { text: string | undefined; other: string | undefined; alone: boolean }) {
  if (!text) return <span class="soft">–</span>;
  return alone ? <span>{text}</span> : <DiffText text={text} other={other ?? ''} />;
}

/** What either side says, in the order in which people read it; what neither has is left out. */
function textsOf({ id, name, accountNumber, address, phone, email }: PartySummary): Record<string, string> {
  const texts: Record<string, string | undefined> = { name };
  for (const field of ADDRESS) texts[field] = address[field];
  Object.assign(texts, { phone, email, accountNumber, id });
  return Object.fromEntries(Object.entries(texts).filter((one): one is [string, string] => Boolean(one[1])));
}

import { useEffect, useId, useState } from 'preact/hooks';
import type { PageOf } from '../../lib/sync/operations/pages';
import type { PartySummary } from '../../lib/sync/pair';
import { useLoad } from '../api/use-load';
import { t } from '../i18n';
import { Dialog } from './dialog';
import { Party } from './party';

interface CustomerDialogProps {
  title: string;
  /** What choosing does, and when. */
  lead: string;
  /** What the search begins with, such as the name of the account. */
  first?: string;
  onChoose(customer: PartySummary): unknown;
  onClose(): void;
}

/** A search over all customers in a dialog: type, arrow keys, Enter. */
export function CustomerDialog({ title, lead, first, onChoose, onClose }: CustomerDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <p class="soft">{lead}</p>
        <CustomerSearch {...(first ? { first } : {})} onChoose={onChoose} />
      </div>
    </Dialog>
  );
}

const SHOWN = 12;
const PAUSE_MS = 150;

function CustomerSearch({ first = '', onChoose }: Pick<CustomerDialogProps, 'first' | 'onChoose'>) {
  const list = useId();
  const [text, setText] = useState(first);
  const [asked, setAsked] = useState(first);
  const [place, setPlace] = useState(0);
  const found = useLoad<PageOf<PartySummary>>(asked.trim() ? 'customers' : undefined, { q: asked, limit: SHOWN });
  const customers = (asked.trim() && found.data?.items) || [];
  const active = Math.min(place, customers.length - 1);

  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => {
      setAsked(text);
      setPlace(0);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, asked]);
  useEffect(() => {
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, active]);

  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) setPlace(Math.max(0, Math.min(customers.length - 1, active + step)));
    // Enter means what is shown: not while the answer to the last letters is still on its way.
    else if (event.key === 'Enter' && text === asked && !found.loading) choose(active);
    else return;
    event.preventDefault();
  };
  const choose = (index: number) => {
    const customer = customers[index];
    if (customer) onChoose(customer);
  };

  return (
    <div class="customer-search">
      <label class="field">
        <span>{t('customerSearch.label')}</span>
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={customers.length > 0}
          aria-controls={list}
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      {found.problem ? (
        <p class="notice problem" role="alert">
          {found.problem}
        </p>
      ) : null}
      <div class="choices" role="listbox" id={list} aria-label={t('customerSearch.found')}>
        {customers.map((customer, index) => (
          // The input keeps the focus and has the keys; a press of the mouse must not take it away.
          <div
            key={customer.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(index)}
            onKeyDown={press}
          >
            <Party of={customer} />
          </div>
        ))}
      </div>
      {asked.trim() && found.data && !found.loading && !customers.length ? (
        <p class="empty">{t('customerSearch.none')}</p>
      ) : null}
      <p class="soft">{t('customerSearch.keys')}</p>
    </div>
  );
}

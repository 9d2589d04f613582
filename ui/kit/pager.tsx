import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from './button';

export const PAGE_SIZE = 50;

/** Where one is in a list that the server pages. `key`: what the list is asked for; another question starts at its top. */
export function usePaging(key: string): { offset: number; limit: number; go(offset: number): void } {
  const [at, setAt] = useState({ key, offset: 0 });
  const offset = at.key === key ? at.offset : 0;
  return { offset, limit: PAGE_SIZE, go: (next) => setAt({ key, offset: Math.max(0, next) }) };
}

export function Pager(props: { total: number; offset: number; go(offset: number): void }) {
  const { total, offset, go } = props;
  if (total <= PAGE_SIZE) return <p class="pager">{t('common.rows', { n: total })}</p>;
  const last = Math.min(offset + PAGE_SIZE, total);
  return (
    <nav class="pager" aria-label={t('common.pages')}>
      <Button onClick={() => go(offset - PAGE_SIZE)} disabled={offset === 0}>
        {t('common.previous')}
      </Button>
      <span aria-live="polite">{t('common.rowsOf', { from: offset + 1, to: last, total })}</span>
      <Button onClick={() => go(offset + PAGE_SIZE)} disabled={last >= total}>
        {t('common.next')}
      </Button>
    </nav>
  );
}

/** For a list that does not say how long it is: `more` tells whether anything follows. */
export function OpenPager(props: { offset: number; more: boolean; go(offset: number): void }) {
  const { offset, more, go } = props;
  if (offset === 0 && !more) return null;
  return (
    <nav class="pager" aria-label={t('common.pages')}>
      <Button onClick={() => go(offset - PAGE_SIZE)} disabled={offset === 0}>
        {t('common.previous')}
      </Button>
      <Button onClick={() => go(offset + PAGE_SIZE)} disabled={!more}>
        {t('common.next')}
      </Button>
    </nav>
  );
}

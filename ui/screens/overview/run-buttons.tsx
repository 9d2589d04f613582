import { useRef } from 'preact/hooks';
import type { IntegrationView, RunView } from '../../../lib/sync/operations/overview';
import { post } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { toast } from '../../kit/toast';

interface RunButtonsProps {
  integration: Pick<IntegrationView, 'id' | 'name' | 'productionMode' | 'needsCustomers'>;
  running?: Pick<RunView, 'id'>;
}

export function RunButtons({ integration: { id, name, productionMode, needsCustomers }, running }: RunButtonsProps) {
  const row = useRef<HTMLDivElement>(null);
  const run = async (preview: boolean) => {
    await post(`integrations/${encodeURIComponent(id)}/run`, preview ? { preview } : {});
    const begun = preview || !productionMode ? 'overview.previewBegun' : 'overview.runBegun';
    toast(t(running ? 'overview.willRunNext' : begun, { name }));
  };
  const stop = async () => {
    if (!running) return;
    await post(`runs/${encodeURIComponent(running.id)}/stop`);
    toast(t('overview.stopped', { name }));
    // The button goes away with what it stopped.
    row.current?.querySelector('button')?.focus();
  };
  return (
    <div class="row" ref={row}>
      {needsCustomers ? (
        <p class="soft">{t('overview.needsCustomers')}</p>
      ) : (
        <>
          <Button kind="primary" writes onClick={() => run(false)} label={t('overview.runNowOf', { name })}>
            {t('overview.runNow')}
          </Button>
          <Button
            writes
            onClick={() => run(true)}
            label={t('overview.previewOf', { name })}
            title={t('overview.previewIs')}
          >
            {t('overview.preview')}
          </Button>
        </>
      )}
      {running ? (
        <Button kind="danger" writes onClick={stop} label={t('overview.stopOf', { name })} title={t('overview.stopIs')}>
          {t('overview.stop')}
        </Button>
      ) : null}
    </div>
  );
}

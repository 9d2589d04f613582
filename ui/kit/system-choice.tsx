import type { IntegrationView } from '../../lib/sync/operations/overview';
import { useLoad } from '../api/use-load';
import { t } from '../i18n';
import { Choice } from './choice';

/** Filters by where accounts come from; not there while there is only one such system. */
export function SystemChoice({ value, onChoose }: { value: string; onChoose(space: string): void }) {
  const { data = [] } = useLoad<IntegrationView[]>('integrations');
  const systems = new Map(data.map(({ space, system }) => [space, system]));
  if (systems.size < 2) return null;
  const choices = [...systems].map(([space, system]) => ({ value: space, label: system }));
  return (
    <Choice
      label={t('common.system')}
      value={value}
      choices={[{ value: '', label: t('common.all') }, ...choices]}
      onChoose={onChoose}
    />
  );
}

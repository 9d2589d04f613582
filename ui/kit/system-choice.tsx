import type { IntegrationView } from '../../lib/sync/operations/overview';
import { useLoad } from '../api/use-load';
import { t } from '../i18n';
import { Choice } from './choice';

/** Where accounts come from: each pair space with its system, as people know it. */
export function useSystems(): ReadonlyMap<string, string> {
  const { data = [] } = useLoad<IntegrationView[]>('integrations');
  return new Map(data.map(({ space, system }) => [space, system]));
}

/** Filters by where accounts come from; not there while there is only one such system. */
export function SystemChoice({ value, onChoose }: { value: string; onChoose(space: string): void }) {
  const systems = useSystems();
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

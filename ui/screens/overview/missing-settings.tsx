import type { MissingField } from '../../../lib/setup/setup-view';
import { EDITOR_URL } from '../../api/token';
import { t } from '../../i18n';

/** Which settings are still blank, each with a way to the node in the editor. */
export function MissingSettings({ missing }: { missing: MissingField[] }) {
  return (
    <div class="notice missing">
      <p>
        <strong>{t('overview.missing', { n: missing.length })}</strong>
      </p>
      <ul>
        {missing.map(({ nodeId, nodeName, field, label, env }) => (
          <li key={`${nodeId} ${field}`}>
            <a href={`${EDITOR_URL}#node/${nodeId}`}>{nodeName}</a>: {label}
            {env ? <span class="soft"> {t('overview.orVariable', { env })}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { t } from '../i18n';
import { Dialog } from '../kit/dialog';
import { KEY_HELP, SCREENS } from '../screens';

/** Every key of the page, in one place. */
export function KeyHelp({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={t('shell.keys')} onClose={onClose}>
      <h3>{t('shell.everywhere')}</h3>
      <dl class="keys">
        {SCREENS.filter((screen) => !screen.hidden)
          .slice(0, 9)
          .map((screen, index) => (
            <div key={screen.title}>
              <dt>
                <kbd>{index + 1}</kbd>
              </dt>
              <dd>{t(screen.title)}</dd>
            </div>
          ))}
      </dl>
      {KEY_HELP.map(({ title, keys }) => (
        <section key={title}>
          <h3>{t(title)}</h3>
          <dl class="keys">
            {keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(does)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

import { t } from '../i18n';
import { Screen } from '../kit/screen';

export function NotFound() {
  return (
    <Screen title={t('notFound.title')}>
      <p>
        <a href="#/">{t('nav.overview')}</a>
      </p>
    </Screen>
  );
}

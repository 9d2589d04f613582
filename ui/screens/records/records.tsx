import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Records() {
  return <Screen title={t('nav.records')}>{null}</Screen>;
}

import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Overview() {
  return <Screen title={t('nav.overview')}>{null}</Screen>;
}

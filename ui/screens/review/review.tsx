import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Review() {
  return <Screen title={t('nav.review')}>{null}</Screen>;
}

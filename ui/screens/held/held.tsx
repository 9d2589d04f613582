import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Held() {
  return <Screen title={t('nav.held')}>{null}</Screen>;
}

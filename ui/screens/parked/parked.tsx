import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Parked() {
  return <Screen title={t('nav.parked')}>{null}</Screen>;
}

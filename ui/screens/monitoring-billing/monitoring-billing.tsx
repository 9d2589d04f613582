import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function MonitoringBilling() {
  return <Screen title={t('nav.monitoringBilling')}>{null}</Screen>;
}

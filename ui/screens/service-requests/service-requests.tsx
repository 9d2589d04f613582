import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function ServiceRequests() {
  return <Screen title={t('nav.serviceRequests')}>{null}</Screen>;
}

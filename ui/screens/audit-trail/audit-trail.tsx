import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function AuditTrail() {
  return <Screen title={t('nav.audit')}>{null}</Screen>;
}

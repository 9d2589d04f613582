import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Conflicts() {
  return <Screen title={t('nav.conflicts')}>{null}</Screen>;
}

import { t } from '../../i18n';
import { Screen } from '../../kit/screen';

export function Runs() {
  return <Screen title={t('nav.runs')}>{null}</Screen>;
}

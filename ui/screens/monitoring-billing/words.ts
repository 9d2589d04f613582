import { t, tOr } from '../../i18n';

export function kindLabel(kind: string): string {
  return tOr(`monitoringBilling.kind.${kind}`, kind);
}

export function fieldLabel(field: string): string {
  return tOr(`field.${field}`, field);
}

/** Why somebody is on the list, in a sentence. */
export function reasonLabel(reason: string | undefined): string {
  return reason === undefined ? '' : tOr(`monitoringBilling.reason.${reason}`, reason);
}

export function howLabel(how: 'value' | 'case' | 'format'): string {
  return t(`monitoringBilling.how.${how}`);
}

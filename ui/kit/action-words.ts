import type { Action } from '../../lib/sync/actions';
import { flat } from '../../lib/sync/executor/audit';
import { t, tOr } from '../i18n';
import { type Change, changesBetween, fieldLabel } from './changes';
import { told } from './told';

/** One action of a plan as a person reads it. */
export interface ActionInWords {
  does: string;
  why?: string;
  changes: Change[];
}

/** @param system the monitoring side, as people know it: `CMS` */
export function actionInWords(action: Action, system: string): ActionInWords {
  const why = 'reason' in action && action.reason ? { why: reasonInWords(action.reason) } : {};
  return { does: sentence(action, system), ...why, changes: changesOf(action) };
}

function sentence(action: Action, system: string): string {
  switch (action.kind) {
    case 'create-account':
      return t('does.create-account', { system });
    case 'link':
      return t(action.additional ? 'does.link.additional' : 'does.link', { id: action.customerId });
    case 'unlink':
      return action.relinkTo
        ? t('does.relink', { id: action.customerId, to: action.relinkTo })
        : t('does.unlink', { id: action.customerId });
    case 'update':
    case 'restore':
      return t(`does.${action.kind}`, { side: sideInWords(action.side, system) });
    case 'cancel':
      return t('does.cancel', { number: action.accountNumber, system });
    case 'contact-add':
      return t('does.contact-add', { name: action.fields.name });
    case 'contact-update':
      return t('does.contact-update', { name: action.fields.name });
    case 'contact-remove':
      return t('does.contact-remove', { name: action.contact.base?.name ?? action.contact.accountContactId });
    case 'conflicts':
      return action.conflicts.length
        ? t('does.conflicts', { fields: action.conflicts.map(({ field }) => fieldLabel(field)).join(', ') })
        : t('does.conflicts.none');
    case 'service-request':
      return t(`does.service-request-${action.does}`);
    default:
      return t(`does.${action.kind}`);
  }
}

export function sideInWords(side: 'account' | 'customer', system: string): string {
  return side === 'account' ? system : t('side.revio');
}

function changesOf(action: Action): Change[] {
  switch (action.kind) {
    case 'create-customer':
    case 'create-account':
      return changesBetween({}, flat({ ...action.draft }));
    case 'update':
    case 'restore':
      return action.writes.map(({ field, old, sent }) => ({ field, from: old, to: sent }));
    case 'contact-add':
      return changesBetween({}, flat({ ...action.fields }));
    case 'contact-update':
      return changesBetween(flat({ ...action.contact.base }), flat({ ...action.fields }));
    case 'service-request':
      return [...(action.changes ?? [])];
    default:
      return [];
  }
}

/** Several words of ours, as the planner joins them; a sentence is shown as it is. */
export function reasonInWords(reason: string): string {
  return reason
    .split(', ')
    .map((word) => tOr(`why.${word}`, told(word)))
    .join(', ');
}

/** A kind of action, for filters and counts. */
export function actionLabel(kind: string): string {
  return tOr(`action.${kind}`, kind);
}

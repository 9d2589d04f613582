import { reasonText } from '../../lib/matching/explain';
import type { Reason } from '../../lib/matching/types';
import { askRuntime, type Translate } from './ask-runtime';
import { Notice } from './notice';
import { textButton } from './text-button';

type Tried = { score: number; outcome: 'matched' | 'pending' | 'unmatched'; reasons: Reason[] };

/** Settings of the dialog that the trial uses. */
export interface TrialSettings {
  /** Blank = the matcher's default. */
  threshold: string;
  evidence: { address: boolean; phone: boolean; email: boolean };
}

const FIELDS = ['name', 'line1', 'city', 'state', 'postalCode', 'phone', 'email'] as const;

/**
 * Two records side by side and a button: what the matcher would say of them, with the settings of the dialog. Nothing
 * is read from or written to any system.
 */
export function addMatchTrial(place: JQuery, settings: () => TrialSettings, translate: Translate): void {
  const grid = $('<div>').css({
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, auto) 1fr 1fr',
    gap: '4px 8px',
    alignItems: 'center',
    margin: '8px 0',
  });
  grid.append($('<span>'));
  for (const side of ['account', 'customer']) grid.append($('<b>').text(translate(`trial.${side}`)));
  for (const field of FIELDS) {
    grid.append($('<span>').text(translate(`trial.${field}`)));
    for (const side of ['account', 'customer']) {
      $('<input type="text" autocomplete="off">')
        .attr({
          'data-side': side,
          'data-field': field,
          'aria-label': `${translate(`trial.${side}`)}: ${translate(`trial.${field}`)}`,
        })
        .css({ width: '100%', minWidth: 0, boxSizing: 'border-box' })
        .appendTo(grid);
    }
  }
  const button = textButton('fa-balance-scale', translate('trial.button'));
  place.append(grid, button);
  const reasons = $('<ul>').css({ marginTop: '6px' });
  button.after(reasons);
  const notice = new Notice(button);

  button.on('click', async () => {
    button.prop('disabled', true);
    reasons.empty();
    const body = { account: record(grid, 'account'), customer: record(grid, 'customer'), ...settings() };
    const answer = await askRuntime<Tried>('try-match', body, translate);
    button.prop('disabled', false);
    if (!answer.ok) {
      notice.show('bad', answer.message);
      return;
    }
    const score = answer.score.toFixed(3);
    notice.show(answer.outcome === 'matched' ? 'good' : 'bad', translate(`trial.outcome.${answer.outcome}`, { score }));
    for (const reason of answer.reasons) $('<li>').text(inWords(reason, translate)).appendTo(reasons);
  });
}

/** In the user's language where the catalogue has it, else in English. */
function inWords(reason: Reason, translate: Translate): string {
  const text = translate(reason.key, reason.values);
  return text.endsWith(reason.key) ? reasonText(reason) : text;
}

/** One side as the matcher wants it. */
function record(grid: JQuery, side: string) {
  const of = (field: string) => String(grid.find(`[data-side="${side}"][data-field="${field}"]`).val() ?? '').trim();
  return {
    id: side,
    name: of('name'),
    address: { line1: of('line1'), line2: '', city: of('city'), state: of('state'), postalCode: of('postalCode') },
    phone: of('phone'),
    email: of('email'),
  };
}

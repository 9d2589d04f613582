import type { Answer, Choice, Translate } from './ask-runtime';
import { Notice } from './notice';

export interface LiveChoicesOptions {
  translate: Translate;
  /** Reads the list from the live system. */
  load: () => Promise<Answer<{ choices: Choice[] }>>;
  /** What the field keeps of a choice: codes keep their id, systems and entity types their name. */
  keeps?: 'id' | 'label';
  /** Offered when the live list cannot be read. */
  fallback?: Choice[];
}

export interface LiveChoices {
  /** Tells the field of a list that was read elsewhere, so that it can name its value. */
  known(choices: Choice[]): void;
}

/**
 * Gives a text field a button that opens the live list. The field stays a text field: offline, or to use `${ENV}`, the
 * value is typed by hand. What the value stands for is said under the field once the list is known.
 */
export function addLiveChoices(input: JQuery, options: LiveChoicesOptions): LiveChoices {
  const { translate, load, keeps = 'id', fallback = [] } = options;
  const box = $('<div>').css({ display: 'inline-flex', width: '70%', gap: '4px', verticalAlign: 'top' });
  input.wrap(box).css({ flex: '1 1 auto', width: 'auto', minWidth: 0 });
  const button = $('<button type="button" class="red-ui-button">')
    .attr({ title: translate('common.choices.open'), 'aria-label': translate('common.choices.open') })
    .css({ flex: 'none' })
    .append('<i class="fa fa-list-ul" aria-hidden="true"></i>')
    .insertAfter(input);
  const notice = new Notice(input.parent());
  let list: Choice[] = [];

  button.on('click', async () => {
    button.prop('disabled', true);
    notice.show('working', translate('common.choices.loading'));
    const answer = await load();
    button.prop('disabled', false);
    if (!answer.ok) {
      notice.show('bad', answer.message);
      if (fallback.length) open(fallback);
      return;
    }
    known(answer.choices);
    const active = list.filter((choice) => choice.active);
    if (active.length) open(active);
    else notice.show('bad', translate('common.choices.none'));
  });
  input.on('input change', nameValue);

  function open(choices: Choice[]): void {
    // The editor's types leave out what a menu takes beyond `onselect`.
    const menu = {
      disposeOnClose: true,
      width: 320,
      maxHeight: 260,
      options: choices.map((choice) => ({
        label: wording(choice),
        onselect: () => input.val(choice[keeps]).trigger('change'),
      })),
    };
    RED.popover.menu(menu).show({ target: button, align: 'right' });
  }

  function wording(choice: Choice): string {
    const name = keeps === 'label' || choice.label === choice.id ? choice.label : `${choice.label} (${choice.id})`;
    return choice.active ? name : translate('common.choices.inactive', { name });
  }

  function nameValue(): void {
    const value = String(input.val() ?? '').trim();
    const chosen = list.find((choice) => choice[keeps] === value);
    if (!value || value.includes('${') || !list.length) notice.clear();
    else if (!chosen) notice.show('bad', translate('common.choices.unknown', { value }));
    else if (keeps === 'label' && chosen.active) notice.clear();
    else notice.show(chosen.active ? 'good' : 'bad', wording(chosen));
  }

  function known(choices: Choice[]): void {
    list = choices;
    nameValue();
  }

  return { known };
}

import { askRuntime, type Choice, type Translate } from './ask-runtime';
import { readForm } from './form';
import { Notice } from './notice';
import { textButton } from './text-button';

/** A config node whose connection can be tried and whose lists can be read while its dialog is open. */
export interface Connection {
  /** Node id, so that the runtime finds the stored passwords. */
  id: string;
  /** The config node's folder name: `cms-config`. */
  kind: string;
  /** Names of its credential fields. */
  credentials: readonly string[];
  translate: Translate;
  /** The dialog's form. */
  form: JQuery;
}

type Tested = { message: string; choices?: Record<string, Choice[]> };

/**
 * Puts **Test connection** at the end of a row. It tries the values as they stand in the dialog, saved or not, and says
 * the result in the runtime's words.
 *
 * @param onChoices given the lists that the test read on its way, by list name
 */
export function addConnectionTest(
  row: JQuery,
  connection: Connection,
  onChoices: (choices: Record<string, Choice[]>) => void = () => {},
): void {
  const { translate } = connection;
  const button = textButton('fa-plug', translate('common.test.button')).appendTo(row);
  const notice = new Notice(button);

  button.on('click', async () => {
    button.prop('disabled', true);
    notice.show('working', translate('common.test.running'));
    const { id, kind, form, credentials } = connection;
    const answer = await askRuntime<Tested>(`test/${kind}`, { id, ...readForm(form, credentials) }, translate);
    button.prop('disabled', false);
    notice.show(answer.ok ? 'good' : 'bad', answer.message);
    if (answer.ok && answer.choices) onChoices(answer.choices);
  });
}

/** Reads one list with the values as they stand in the dialog. */
export function readChoices(connection: Connection, list: string) {
  const { id, kind, form, credentials, translate } = connection;
  const body = { id, list, ...readForm(form, credentials) };
  return askRuntime<{ choices: Choice[] }>(`choices/${kind}`, body, translate);
}

/** Reads one list through a config node that a flow node refers to. */
export function readChoicesOf(configId: unknown, kind: string, list: string, translate: Translate) {
  if (typeof configId !== 'string' || !configId || configId === '_ADD_') {
    return Promise.resolve({
      ok: false as const,
      code: 'NO_CONNECTION',
      message: translate('common.choices.noConnection'),
    });
  }
  return askRuntime<{ choices: Choice[] }>(`choices/${kind}`, { id: configId, list }, translate);
}

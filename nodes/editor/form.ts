/** What Node-RED puts into the field of a password that it knows and does not show. */
const STORED_PASSWORD = '__PWRD__';

const PREFIX = 'node-config-input-';

/** The fields of a config node's dialog as they are now, whether or not they were saved. */
export interface FormContent {
  values: Record<string, string | boolean>;
  /** Only those that are on the form; the runtime takes the stored ones for the rest. */
  credentials: Record<string, string>;
}

/**
 * Reads the dialog of a config node.
 *
 * @param form the dialog's form element
 * @param credentials names of the fields that are credentials; a password nobody touched is left out
 */
export function readForm(form: JQuery, credentials: readonly string[]): FormContent {
  const content: FormContent = { values: {}, credentials: {} };
  form.find<HTMLInputElement>(`[id^="${PREFIX}"]`).each((_index, field) => {
    const name = field.id.slice(PREFIX.length);
    if (!credentials.includes(name)) {
      content.values[name] = field.type === 'checkbox' ? field.checked : field.value;
    } else if (field.value !== STORED_PASSWORD) {
      content.credentials[name] = field.value;
    }
  });
  return content;
}

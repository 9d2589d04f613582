import type { EditorNodeInstance } from 'node-red';
import type { Translate } from './ask-runtime';

/** What the editor's types know of a validator. */
type Validator = (this: EditorNodeInstance, value: string) => boolean;

interface Complaint {
  /** Below `common.invalid`. */
  key: string;
  values?: Record<string, string | number>;
}

/**
 * Makes a validator that says what is wrong. `${ENV}` anywhere in the value passes: only the runtime knows what stands
 * there. Node-RED reads a returned text as the reason, but only from a function of two parameters; its types know
 * neither, hence the cast, here and nowhere else.
 *
 * @param label catalogue key of the field's name, which begins the sentence
 */
export function validator(
  label: string,
  check: (value: string, translate: Translate) => Complaint | undefined,
): Validator {
  const validate = function (this: EditorNodeInstance, value: unknown, _options: object): true | string {
    const text = String(value ?? '').trim();
    const complaint = text.includes('${') ? undefined : check(text, this._);
    if (!complaint) return true;
    return `${this._(label)}: ${this._(`common.invalid.${complaint.key}`, complaint.values ?? {})}`;
  };
  return validate as unknown as Validator;
}

/** Must be filled in: nothing stands in for it when it is blank. */
export function filledIn(label: string): Validator {
  return validator(label, (text) => (text ? undefined : { key: 'blank' }));
}

export interface NumberRange {
  min: number;
  max: number;
  /** Fractions are taken too. */
  fraction?: boolean;
  /** Blank means that a default or an environment variable stands in. */
  blank?: boolean;
}

/** A number within a range, both ends included. */
export function numberIn(label: string, { min, max, fraction = false, blank = false }: NumberRange): Validator {
  return validator(label, (text) => {
    if (!text) return blank ? undefined : { key: 'blank' };
    const number = Number(text);
    if (number >= min && number <= max && (fraction || Number.isInteger(number))) return undefined;
    return { key: fraction ? 'number' : 'wholeNumber', values: { min, max } };
  });
}

/** An address of a server, `http://` or `https://`; blank takes its environment variable. */
export function webAddress(label: string): Validator {
  return validator(label, (text) => {
    if (!text) return undefined;
    try {
      const url = new URL(text);
      if (url.username || url.password) return { key: 'addressWithPassword' };
      return /^https?:$/.test(url.protocol) && url.hostname ? undefined : { key: 'address' };
    } catch {
      return { key: 'address' };
    }
  });
}

/** A JSON object, or blank. */
export function jsonObject(label: string): Validator {
  return validator(label, (text) => {
    if (!text) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return value && typeof value === 'object' && !Array.isArray(value) ? undefined : { key: 'json' };
    } catch {
      return { key: 'json' };
    }
  });
}

/** The shape of a cron expression of five or six fields; the runtime reads it in full. Blank: no schedule is shown. */
export function schedule(label: string): Validator {
  return validator(label, (text) => (!text || /^\S+( +\S+){4,5}$/.test(text) ? undefined : { key: 'schedule' }));
}

/** Letters, digits, dots, dashes: ids that stand in addresses and file names. */
export function identifier(label: string): Validator {
  return validator(label, (text) => (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) ? undefined : { key: 'identifier' }));
}

/** One of the values that a list offers. */
export function oneOf(label: string, values: readonly string[]): Validator {
  return validator(label, (text) => (values.includes(text) ? undefined : { key: 'oneOf' }));
}

/** A config node that is needed while another field says so; the open dialog's choice counts before the deployed one. */
export function chosenWhen(label: string, field: string, value: string): Validator {
  const chosen = validator(label, (text) => (text && text !== '_ADD_' ? undefined : { key: 'blank' }));
  const validate = function (this: EditorNodeInstance & Record<string, unknown>, given: string, _options: object) {
    const current = $(`#node-input-${field}`).val() ?? this[field];
    return current !== value || chosen.call(this, given);
  };
  return validate as unknown as Validator;
}

/**
 * A table of rows, as the row table keeps it. Anything that the runtime would stumble over is told here.
 *
 * @param numbers fields that hold a number, 0 or more, or nothing
 */
export function tableOf(label: string, numbers: readonly string[] = []): Validator {
  const validate = function (this: EditorNodeInstance, rows: unknown, _options: object): true | string {
    const told = (key: string, values = {}) => `${this._(label)}: ${this._(`common.invalid.${key}`, values)}`;
    const isRow = (row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row);
    if (!Array.isArray(rows) || !rows.every(isRow)) return told('table');
    for (const [index, row] of rows.entries()) {
      for (const field of numbers) {
        const text = String(row[field] ?? '').trim();
        if (text && !text.includes('${') && !(Number(text) >= 0)) {
          return told('cell', { row: index + 1, field: this._(`column.${field}`) });
        }
      }
    }
    return true;
  };
  return validate as unknown as Validator;
}

import { DEFAULT_TEMPLATES, FIELDS, type MappingDirection, type MappingTemplates } from './fields';

/** What a node keeps of each direction: JSON of the templates that differ from the defaults, blank when none does. */
export type StoredTemplates = Record<MappingDirection, string>;

/**
 * The defaults with a node's changes over them, so that a flow that changes nothing takes better defaults along. A field
 * that nobody knows, from a later version, is left alone. Undefined when a text is no JSON object.
 */
export function templatesFrom(stored: StoredTemplates): MappingTemplates | undefined {
  const [toCustomer, toAccount] = [
    changesIn('toCustomer', stored.toCustomer),
    changesIn('toAccount', stored.toAccount),
  ];
  if (!toCustomer || !toAccount) return undefined;
  return {
    toCustomer: { ...DEFAULT_TEMPLATES.toCustomer, ...toCustomer },
    toAccount: { ...DEFAULT_TEMPLATES.toAccount, ...toAccount },
  };
}

/** The text that a node keeps of one direction's templates; `''` when all are the defaults. */
export function storedText(direction: MappingDirection, templates: Readonly<Record<string, string>>): string {
  const defaults: Readonly<Record<string, string>> = DEFAULT_TEMPLATES[direction];
  const changes = Object.entries(templates).filter(([field, text]) => text !== defaults[field]);
  return changes.length ? JSON.stringify(Object.fromEntries(changes)) : '';
}

function changesIn(direction: MappingDirection, text: string): Record<string, string> | undefined {
  if (!text.trim()) return {};
  const changes = parsed(text);
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return undefined;
  const known: readonly string[] = FIELDS[direction];
  const own = Object.entries(changes).filter(
    ([field, template]) => known.includes(field) && typeof template === 'string',
  );
  return Object.fromEntries(own);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

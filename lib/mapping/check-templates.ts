import Mustache from 'mustache';
import { FIELDS, type MappingDirection, type MappingField, type MappingTemplates, PLACEHOLDERS } from './fields';

/** What is wrong with a template, for a dialog that says it in the user's language. */
export interface TemplateProblem {
  direction: MappingDirection;
  field: MappingField;
  /** `unreadable`: no Mustache; `unknown`: a placeholder that no record has; `unsupported`: a partial. */
  kind: 'unreadable' | 'unknown' | 'unsupported';
  /** The parser's words, or the name that stands in the braces. */
  detail: string;
}

/** A template, parsed once. */
export interface ReadTemplate {
  text: string;
  /** Absent where there is a problem. */
  tokens?: Mustache.TemplateSpans;
  problem?: TemplateProblem;
}

/** Everything that is wrong with the templates; none when they can be used. */
export function checkTemplates(templates: MappingTemplates): TemplateProblem[] {
  return [...eachTemplate(templates)].flatMap((one) => readTemplate(...one).problem ?? []);
}

export function* eachTemplate(templates: MappingTemplates): Generator<[MappingDirection, MappingField, string]> {
  for (const field of FIELDS.toCustomer) yield ['toCustomer', field, templates.toCustomer[field]];
  for (const field of FIELDS.toAccount) yield ['toAccount', field, templates.toAccount[field]];
}

export function readTemplate(direction: MappingDirection, field: MappingField, text: string): ReadTemplate {
  try {
    // A writer of its own: the shared one keeps every template that was ever typed.
    const tokens: Mustache.TemplateSpans = new Mustache.Writer().parse(text);
    const found = misfit(tokens);
    return found ? { text, problem: { direction, field, ...found } } : { text, tokens };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { text, problem: { direction, field, kind: 'unreadable', detail } };
  }
}

/** Mustache writes nothing for a name that it does not know: a slip of the pen would empty the field of every record. */
function misfit(
  tokens: Mustache.TemplateSpans,
  inSection = false,
): Pick<TemplateProblem, 'kind' | 'detail'> | undefined {
  for (const [type, detail, , , inner] of tokens) {
    if (type === '>') return { kind: 'unsupported', detail };
    const asks = type === 'name' || type === '&' || type === '#' || type === '^';
    // Within a section `.` is its text; outside it would be the whole record.
    const known = detail === '.' ? inSection : PLACEHOLDERS.some((name) => name === detail);
    if (asks && !known) return { kind: 'unknown', detail };
    const below = Array.isArray(inner) ? misfit(inner, inSection || type === '#') : undefined;
    if (below) return below;
  }
  return undefined;
}

import Mustache from 'mustache';
import { DealerSyncError } from '../errors';
import {
  FIELDS,
  type MappingDirection,
  type MappingField,
  type MappingTemplates,
  PLACEHOLDERS,
  type RecordView,
} from './fields';

/** What is wrong with a template, for a dialog that says it in the user's language. */
export interface TemplateProblem {
  direction: MappingDirection;
  field: MappingField;
  /** `unreadable`: no Mustache; `unknown`: a placeholder that no record has; `unsupported`: a partial. */
  kind: 'unreadable' | 'unknown' | 'unsupported';
  /** The parser's words, or the name that stands in the braces. */
  detail: string;
}

interface ReadTemplate {
  text: string;
  /** Undefined: it cannot be used. */
  tokens?: Mustache.TemplateSpans;
  problem?: TemplateProblem;
}

/**
 * Templates read once, for listings of thousands. A wrong one is kept with what is wrong: it stops the records that need
 * it, each with its error, and not the run (S13).
 */
export class Mapping {
  private readonly read: ReadonlyMap<string, ReadTemplate>;

  constructor(templates: MappingTemplates) {
    const read = new Map<string, ReadTemplate>();
    for (const [direction, field, text] of eachTemplate(templates)) {
      read.set(keyOf(direction, field), readTemplate(direction, field, text));
    }
    this.read = read;
  }

  get problems(): TemplateProblem[] {
    return [...this.read.values()].flatMap(({ problem }) => problem ?? []);
  }

  /** A template as it was typed. */
  text(direction: MappingDirection, field: MappingField): string {
    return this.read.get(keyOf(direction, field))?.text ?? '';
  }

  /**
   * What a field is to say. No HTML escaping, since nothing here is HTML; blanks collapsed and trimmed, since optional
   * placeholders leave some behind.
   *
   * @throws DealerSyncError BAD_TEMPLATE
   */
  render(direction: MappingDirection, field: MappingField, view: RecordView): string {
    const template = this.read.get(keyOf(direction, field));
    if (template?.problem) throw badTemplate(template.problem);
    if (!template?.tokens) return '';
    const context = new Mustache.Context(view);
    const tokens = template.tokens as unknown as string[][];
    const text = new Mustache.Writer().renderTokens(tokens, context, undefined, template.text, { escape: String });
    return text.replace(/\s+/g, ' ').trim();
  }
}

/** Everything that is wrong with the templates; none when they can be used. */
export function checkTemplates(templates: MappingTemplates): TemplateProblem[] {
  return new Mapping(templates).problems;
}

function* eachTemplate(templates: MappingTemplates): Generator<[MappingDirection, MappingField, string]> {
  for (const field of FIELDS.toCustomer) yield ['toCustomer', field, templates.toCustomer[field]];
  for (const field of FIELDS.toAccount) yield ['toAccount', field, templates.toAccount[field]];
}

function keyOf(direction: MappingDirection, field: string): string {
  return `${direction}.${field}`;
}

function readTemplate(direction: MappingDirection, field: MappingField, text: string): ReadTemplate {
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
function misfit(tokens: Mustache.TemplateSpans): Pick<TemplateProblem, 'kind' | 'detail'> | undefined {
  for (const [type, detail, , , inner] of tokens) {
    if (type === '>') return { kind: 'unsupported', detail };
    const asks = type === 'name' || type === '&' || type === '#' || type === '^';
    if (asks && detail !== '.' && !PLACEHOLDERS.some((name) => name === detail)) return { kind: 'unknown', detail };
    const below = Array.isArray(inner) ? misfit(inner) : undefined;
    if (below) return below;
  }
  return undefined;
}

const WRONG: Record<TemplateProblem['kind'], (detail: string) => string> = {
  unreadable: (detail) => `cannot be read: ${detail}`,
  unknown: (detail) => `asks for {{${detail}}}, which no record has`,
  unsupported: (detail) => `asks for the partial {{> ${detail}}}, and there are none`,
};

function badTemplate({ direction, field, kind, detail }: TemplateProblem): DealerSyncError {
  const where = direction === 'toCustomer' ? 'to Rev.io' : 'to the station';
  const sentence = `The template of ${field} (${where}) ${WRONG[kind](detail)}. Mend it in the map-site node.`;
  return new DealerSyncError('BAD_TEMPLATE', sentence, { cause: { operation: 'map site', field } });
}

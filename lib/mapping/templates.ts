import Mustache from 'mustache';
import { DealerSyncError } from '../errors';
import { eachTemplate, type ReadTemplate, readTemplate, type TemplateProblem } from './check-templates';
import type { MappingDirection, MappingField, MappingTemplates, RecordView } from './fields';
import { type StoredTemplates, templatesFrom } from './stored-templates';

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

  /**
   * From what a node keeps.
   * @throws DealerSyncError BAD_TEMPLATE when that is no JSON, as after an edit of the flow file by hand
   */
  static fromStored(stored: StoredTemplates): Mapping {
    const templates = templatesFrom(stored);
    if (templates) return new Mapping(templates);
    throw new DealerSyncError(
      'BAD_TEMPLATE',
      'The templates that the map-site node keeps are no JSON object. Open the node, look its templates through and press Done.',
      { cause: { operation: 'map site' } },
    );
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
    const [only, ...more] = template.tokens;
    // Most are one placeholder, for every field of every pair of every cycle.
    if (only?.[0] === 'name' && more.length === 0) return tidy(view[only[1] as keyof RecordView]);
    const context = new Mustache.Context(view);
    const tokens = template.tokens as unknown as string[][];
    const text = WRITER.renderTokens(tokens, context, undefined, template.text, { escape: String });
    return tidy(text);
  }
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

const WRITER = new Mustache.Writer();

function keyOf(direction: MappingDirection, field: string): string {
  return `${direction}.${field}`;
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

import { pathOf } from '../query';
import type { Condition, Filter, Query, Scalar } from '../store';
import { escapeText } from './jsonb-text';
import type { FieldColumns } from './names';

/**
 * Filters, text search and sorting as SQL: the rules of `store.ts` once more, in the database's words. `query.ts` is the
 * reading that memory and NeDB use, and a test with random documents holds the two together.
 *
 * A path is read by `jsonpath` in its lax mode, in which an array stands for its elements at each step. A field with
 * columns of its own is asked there, where an index helps; what those cannot tell (booleans, absence) is asked of the
 * document.
 */

/** The values of one statement, in order of their `$n`. */
export class Params {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

type Columns = (field: string) => FieldColumns | undefined;

const NEVER = 'false';
const ALWAYS = 'true';
const IS_SCALAR = '@.type() != "object" && @.type() != "array" && @.type() != "null"';

/** A dotted field as a jsonpath. */
function jsonPath(field: string): string {
  return ['$', ...pathOf(field).map((key) => JSON.stringify(escapeText(key)))].join('.');
}

function jsonValue(value: Scalar): Scalar {
  return typeof value === 'string' ? escapeText(value) : value;
}

/** A condition on a `where`; `compileFilter` has seen that each says something. */
export function whereSql(where: Filter = {}, params: Params, columns: Columns): string {
  const conditions = Object.entries(where).map(([field, condition]) => conditionSql(field, condition, params, columns));
  return conditions.length ? conditions.join(' and ') : ALWAYS;
}

function conditionSql(field: string, condition: Condition, params: Params, columns: Columns): string {
  const asked = new FieldSql(field, params, columns(field));
  if (condition === null || typeof condition !== 'object') return asked.isOneOf([condition]);
  if ('in' in condition) return asked.isOneOf(condition.in);
  if ('not' in condition) return `(${asked.isOneOf([condition.not])}) is not true`;
  if ('exists' in condition) return condition.exists ? asked.exists() : `not ${asked.exists()}`;
  return asked.isWithin(condition);
}

class FieldSql {
  constructor(
    private readonly field: string,
    private readonly params: Params,
    private readonly columns: FieldColumns | undefined,
  ) {}

  exists(): string {
    const found = this.found('@.type() != "null"');
    const [text, number] = [this.columns?.text, this.columns?.number];
    // What a column has is there; the document is asked for the rest.
    return `(${[text, number]
      .flatMap((column) => (column ? `${column} is not null` : []))
      .concat(found)
      .join(' or ')})`;
  }

  isOneOf(values: Scalar[]): string {
    const { columns, params } = this;
    const texts = values.filter((value) => typeof value === 'string').map(escapeText);
    const numbers = values.filter((value) => typeof value === 'number');
    const others = values.filter((value) => typeof value === 'boolean');
    const any: string[] = [];
    if (texts.length && columns) any.push(`${columns.text} = any(${params.add(texts)}::text[])`);
    if (numbers.length && columns?.number) any.push(`${columns.number} = any(${params.add(numbers)}::float8[])`);
    const ofDocument = [...(columns ? [] : texts), ...(columns?.number ? [] : numbers), ...others];
    if (ofDocument.length) any.push(this.found('@ == $values[*]', { values: ofDocument }));
    if (values.includes(null)) any.push(`not ${this.exists()}`);
    return any.length ? `(${any.join(' or ')})` : NEVER;
  }

  isWithin(range: Extract<Condition, { gt?: unknown }>): string {
    const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((name) => {
      const value = range[name];
      return value === undefined ? [] : [{ name, value }];
    });
    const kinds = new Set(bounds.map(({ value }) => typeof value));
    // No value is both a text and a number.
    if (kinds.size > 1) return NEVER;
    const kind = kinds.has('string') ? 'text' : 'number';
    const column = this.columns?.[kind];
    if (column) {
      const compared = bounds.map(({ name, value }) => {
        const limit = this.params.add(jsonValue(value));
        return `${column} ${OPERATORS[name]} ${limit}::${kind === 'text' ? 'text' : 'float8'}`;
      });
      return `(${compared.join(' and ')})`;
    }
    const limits = Object.fromEntries(bounds.map(({ name, value }) => [name, jsonValue(value)]));
    return this.found(bounds.map(({ name }) => `@ ${OPERATORS[name]} $${name}`).join(' && '), limits);
  }

  /** One value at the path passes the jsonpath predicate. */
  private found(predicate: string, variables: Record<string, unknown> = {}): string {
    const path = this.params.add(`${jsonPath(this.field)} ? (${predicate})`);
    return `jsonb_path_exists(doc, ${path}::jsonpath, ${this.params.add(JSON.stringify(variables))}::jsonb)`;
  }
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Case-insensitive as JavaScript lower-cases: both use Unicode's root locale, by ICU. */
export function textSql(text: Query['text'], params: Params): string {
  const wanted = text?.query.trim().toLowerCase();
  if (!text || !wanted) return ALWAYS;
  if (text.fields.length === 0) return NEVER;
  const part = params.add(escapeText(wanted));
  const fields = text.fields.map((field) => {
    const path = params.add(`${jsonPath(field)}[*] ? (${IS_SCALAR})`);
    return `exists (select from jsonb_path_query(doc, ${path}::jsonpath) as found(value)
      where strpos(lower((found.value #>> '{}') collate "und-x-icu"), ${part}) > 0)`;
  });
  return `(${fields.join(' or ')})`;
}

/**
 * The order of `sort`: a text, a number and a boolean each come after what is none, so comparing the texts first, then
 * the numbers, then the booleans, with those that have none in front, is null, false, true, numbers, texts.
 *
 * @returns `from`: what has to be joined for it
 */
export function sortSql(sort: Query['sort'] = [], params: Params, columns: Columns): { from: string; order: string } {
  const joins: string[] = [];
  const keys = sort.flatMap(({ field, descending }) => {
    const direction = descending ? 'desc nulls last' : 'asc nulls first';
    const own = columns(field);
    if (field === '_id') return [`id ${descending ? 'desc' : 'asc'}`];
    const name = `sort${joins.length}`;
    const path = params.add(`${jsonPath(field)}[*] ? (${IS_SCALAR})`);
    joins.push(`cross join lateral (select jsonb_path_query_first(doc, ${path}::jsonpath) as value) as ${name}`);
    const as = (type: string, cast: string) =>
      `case when jsonb_typeof(${name}.value) = '${type}' then (${name}.value #>> '{}')${cast} end`;
    const text = own ? own.text : `(${as('string', '')}) collate "C"`;
    const number = own?.number ?? as('number', '::float8');
    return [text, number, as('boolean', '::boolean')].map((key) => `${key} ${direction}`);
  });
  return { from: joins.join(' '), order: [...keys, 'id asc'].join(', ') };
}

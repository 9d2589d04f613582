import { checkTemplates } from '../../lib/mapping/check-templates';
import {
  DEFAULT_TEMPLATES,
  FIELDS,
  type FieldPreview,
  type MappingDirection,
  type MappingField,
  PLACEHOLDERS,
} from '../../lib/mapping/fields';
import { storedText, templatesFrom } from '../../lib/mapping/stored-templates';

import { askRuntime, type Translate } from './ask-runtime';
import { SAMPLES } from './mapping-samples';
import { Notice } from './notice';
import { validator } from './validate';

/** Long enough that a word is typed before the runtime is asked, short enough to look live. */
const PAUSE_MS = 250;

type Texts = Record<string, string>;

/** The templates of one direction: each must be readable, and ask for nothing that no record has. */
export function mappingTemplates(direction: MappingDirection) {
  return validator(`label.${direction}`, (text, translate) => {
    const templates = templatesIn(direction, text);
    if (!templates) return { key: 'json' };
    const [problem] = checkTemplates({ ...DEFAULT_TEMPLATES, [direction]: templates });
    if (!problem) return undefined;
    const field = translate(`field.${problem.field}`);
    return { key: 'template', values: { field, problem: inWords(problem, translate) } };
  });
}

/** Undefined when the text is not what a node keeps. */
function templatesIn(direction: MappingDirection, text: string): Texts | undefined {
  return templatesFrom({ toCustomer: '', toAccount: '', [direction]: text })?.[direction];
}

function inWords({ kind, detail }: { kind: string; detail: string }, translate: Translate): string {
  return translate(`problem.${kind}`, { detail });
}

/**
 * A table of the fields of one direction: each with its template, the way back to its default, and what it makes of the
 * sample above it, asked of the runtime as one types.
 *
 * @param place an empty element
 * @param kept the field that Node-RED saves: JSON of the templates that differ from the defaults
 */
export function addMappingTable(place: JQuery, kept: JQuery, direction: MappingDirection, translate: Translate): void {
  const known = templatesIn(direction, String(kept.val() ?? ''));
  // Nothing in it can be shown: Done begins anew with the defaults that the table shows.
  if (!known) kept.val('').trigger('change');
  const templates = known ?? { ...DEFAULT_TEMPLATES[direction] };
  const sample = addSample(place, direction, translate);
  const notice = new Notice(sample);
  const rows = new Map<MappingField, Row>();
  const preview = debounced(async (isLatest) => {
    const record = parsed(String(sample.val() ?? ''));
    if (record === undefined) {
      notice.show('bad', translate('sample.unreadable'));
      for (const row of rows.values()) row.show(undefined);
      return;
    }
    const body = { direction, sample: record, templates: storedText(direction, templates) };
    const answer = await askRuntime<{ fields: FieldPreview[] }>('try-mapping', body, translate);
    if (!isLatest()) return;
    if (answer.ok) notice.clear();
    else notice.show('bad', answer.message);
    const fields = new Map(answer.ok ? answer.fields.map((one) => [one.field, one]) : []);
    for (const [field, row] of rows) row.show(fields.get(field));
  });

  const grid = $('<div>')
    .css({
      display: 'grid',
      gridTemplateColumns: 'minmax(76px, auto) minmax(0, 1.4fr) auto minmax(0, 1fr)',
      gap: '6px 8px',
      alignItems: 'center',
      margin: '14px 0 6px',
    })
    .append($('<b>').text(translate('column.field')), $('<b>').text(translate('column.template')), $('<span>'))
    .append($('<b>').text(translate('column.preview')))
    .appendTo(place);
  for (const field of FIELDS[direction]) {
    const text = { now: templates[field] ?? '', byDefault: (DEFAULT_TEMPLATES[direction] as Texts)[field] ?? '' };
    const row = new Row(grid, field, text, translate, (typed) => {
      templates[field] = typed;
      kept.val(storedText(direction, templates)).trigger('change');
      preview();
    });
    rows.set(field, row);
  }
  place.append(placeholderHint(translate));
  sample.on('input change', preview);
  preview();
}

/** One field: label, template, reset, and what came of it. */
class Row {
  private readonly result = $('<output>').css({ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' });

  constructor(
    grid: JQuery,
    private readonly field: MappingField,
    text: { now: string; byDefault: string },
    private readonly translate: Translate,
    onTyped: (text: string) => void,
  ) {
    const label = translate(`field.${field}`);
    const input = $('<input type="text" size="12" autocomplete="off" spellcheck="false">')
      .attr({ 'data-field': field, 'aria-label': label })
      .css({ width: '100%', minWidth: 0, boxSizing: 'border-box', fontFamily: 'var(--red-ui-monospace-font)' })
      .val(text.now);
    const reset = $('<button type="button" class="red-ui-button red-ui-button-small">')
      .attr({ title: translate('reset'), 'aria-label': `${translate('reset')}: ${label}` })
      .append('<i class="fa fa-undo" aria-hidden="true"></i>');
    const typed = () => {
      const now = String(input.val() ?? '');
      reset.prop('disabled', now === text.byDefault);
      return now;
    };
    typed();
    input.on('input change', () => onTyped(typed()));
    reset.on('click', () => {
      input.val(text.byDefault).trigger('change').trigger('focus');
    });
    grid.append($('<span>').text(label), input, reset, this.result);
  }

  /** Undefined: nothing is known of it. Texts come from records: set as text, never as HTML (N4). */
  show(preview: FieldPreview | undefined): void {
    const { field, translate } = this;
    const problem = preview?.problem;
    const aside = preview && !problem && (preview.unused || !preview.text);
    const color = problem ? '--red-ui-text-color-error' : '--red-ui-primary-text-color';
    this.result
      .attr({ 'data-preview': field })
      .css({ color: `var(${color})`, fontStyle: aside ? 'italic' : 'normal' })
      .text(preview ? said(preview, translate) : '');
  }
}

function said({ text, unused, problem }: FieldPreview, translate: Translate): string {
  if (problem) return inWords(problem, translate);
  if (unused) return translate('unused');
  return text || translate('empty');
}

/** A record to try the templates on, one of each kind to begin with. @returns its text area */
function addSample(place: JQuery, direction: MappingDirection, translate: Translate): JQuery {
  const area = $('<textarea rows="9" spellcheck="false">')
    .attr({ 'aria-label': translate('sample.edit') })
    .css({
      width: '100%',
      boxSizing: 'border-box',
      marginTop: '6px',
      resize: 'vertical',
      fontFamily: 'var(--red-ui-monospace-font)',
    });
  const choice = $('<select>')
    .attr({ 'aria-label': translate('sample.label') })
    .css({ width: 'auto', maxWidth: '100%' });
  for (const kind of ['residential', 'business'] as const) {
    $('<option>')
      .val(kind)
      .text(translate(`sample.${direction}.${kind}`))
      .appendTo(choice);
  }
  const choose = () => {
    const sample = SAMPLES[direction][choice.val() === 'business' ? 'business' : 'residential'];
    area.val(JSON.stringify(sample, null, 2)).trigger('change');
  };
  choice.on('change', choose);
  choose();
  const edit = $('<details>')
    .append($('<summary style="cursor: pointer; margin-top: 6px">').text(translate('sample.edit')))
    .append(area);
  place.append($('<span style="margin-right: 8px">').text(translate('sample.label')), choice, edit);
  return area;
}

function placeholderHint(translate: Translate): JQuery {
  const hint = $('<div class="form-tips">').append($('<span>').text(translate('hint.placeholders')));
  // As wide as the dialog, and no reason to make it wider: Node-RED takes its width from what stands in it.
  hint.css({ width: 0, minWidth: '100%', maxWidth: 'none', boxSizing: 'border-box' });
  for (const name of PLACEHOLDERS) hint.append(' ', $('<code style="white-space: nowrap">').text(`{{${name}}}`));
  return hint;
}

/** @returns undefined for what is no JSON object */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Runs the work once the user pauses; `isLatest` tells an answer that something newer has overtaken. */
function debounced(work: (isLatest: () => boolean) => Promise<void>): () => void {
  let latest = 0;
  let timer: number | undefined;
  return () => {
    const turn = ++latest;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void work(() => turn === latest), PAUSE_MS);
  };
}

import { askRuntime, type Translate } from './ask-runtime';
import { readForm } from './form';
import { Notice } from './notice';
import { textButton } from './text-button';

/** What the runtime tells of a sample; see the preview in lib/dealer-feed. */
interface Previewed {
  preview: {
    refused?: { message: string };
    columns: { column: string; position?: number; name?: string }[];
    unused: string[];
    counts: { rows: number; quarantined: number; gone: number };
    quarantined: { line: number; message: string }[];
    warnings: { line: number; message: string }[];
    doubled: { vin: string; lines: number[] }[];
    types: { code: string; count: number }[];
    dealers: { id: string; count: number }[];
  };
  nameFits: boolean;
}

interface PreviewOptions {
  form: JQuery;
  credentials: readonly string[];
  translate: Translate;
}

/** Enough to see how a file is written, and little enough to send. */
const SAMPLE_BYTES = 512 * 1024;

/**
 * A sample file, chosen or pasted, read with the settings of the dialog: which column is taken for what, and what would be
 * quarantined. The file never leaves this Node-RED.
 */
export function addFeedPreview(place: JQuery, { form, credentials, translate }: PreviewOptions): void {
  const file = $<HTMLInputElement>('<input type="file" id="dealer-sync-dms-sample">')
    .attr('aria-label', translate('preview.file'))
    .css({ width: '100%', marginBottom: '6px' });
  const pasted = $<HTMLTextAreaElement>('<textarea rows="4" spellcheck="false">')
    .attr({ 'aria-label': translate('preview.paste'), placeholder: translate('preview.paste') })
    .css({ width: '100%', boxSizing: 'border-box', fontFamily: 'monospace', whiteSpace: 'pre' });
  const button = textButton('fa-eye', translate('preview.button'));
  const result = $('<div id="dealer-sync-dms-previewed">').css({ marginTop: '8px', overflowX: 'auto' });
  place.append(file, pasted, button, result);
  const notice = new Notice(button);

  button.on('click', async () => {
    button.prop('disabled', true);
    result.empty();
    notice.show('working', translate('preview.reading'));
    const { values } = readForm(form, credentials);
    const sample = await readSample(file[0]?.files?.[0], String(pasted.val() ?? ''));
    const answer = await askRuntime<Previewed>('preview-feed', { values, ...sample }, translate);
    button.prop('disabled', false);
    if (!answer.ok) {
      notice.show('bad', answer.message);
      return;
    }
    const { preview, nameFits } = answer;
    if (preview.refused) notice.show('bad', translate('preview.refused', { why: preview.refused.message }));
    else notice.show(preview.counts.quarantined ? 'bad' : 'good', translate('preview.counts', preview.counts));
    if (!nameFits && sample.fileName) result.append(line(translate('preview.nameMisfit', { name: sample.fileName })));
    showFound(result, preview, translate);
  });
}

interface Sample {
  /** Base64. */
  sample: string;
  fileName: string;
  /** Only the beginning of the file. */
  beginning: boolean;
}

async function readSample(file: File | undefined, pasted: string): Promise<Sample> {
  const whole: Blob = file ?? new Blob([pasted]);
  const part = whole.slice(0, SAMPLE_BYTES);
  const url = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    // A file that cannot be read is an empty sample, which the runtime has a sentence for.
    reader.onerror = () => resolve('');
    reader.readAsDataURL(part);
  });
  return { sample: url.slice(url.indexOf(',') + 1), fileName: file?.name ?? '', beginning: part.size < whole.size };
}

/** Everything from the file is set as text, never as HTML (N4). */
function showFound(place: JQuery, preview: Previewed['preview'], translate: Translate): void {
  const { columns, unused, types, dealers, quarantined, warnings, doubled } = preview;
  if (columns.length) {
    const rows = columns.map(({ column, position, name }) => [
      translate(`label.${column}Column`),
      position === undefined ? translate('preview.notThere') : (name ?? translate('preview.position', { n: position })),
    ]);
    place.append(table([translate('preview.column'), translate('preview.takenFrom')], rows));
  }
  if (unused.length) place.append(line(translate('preview.unused', { names: unused.join(', ') })));
  if (types.length) place.append(line(translate('preview.types', { list: counted(types, ({ code }) => code) })));
  if (dealers.length) place.append(line(translate('preview.dealers', { list: counted(dealers, ({ id }) => id) })));
  for (const { vin, lines } of doubled) {
    place.append(line(translate('preview.doubled', { vin, lines: lines.slice(0, 10).join(', ') })));
  }
  const remarks = [
    ...quarantined.map((row) => ({ ...row, what: 'quarantined' })),
    ...warnings.map((row) => ({ ...row, what: 'warning' })),
  ];
  if (remarks.length) {
    const rows = remarks.map(({ line: number, what, message }) => [
      String(number),
      translate(`preview.${what}`),
      message,
    ]);
    place.append(table([translate('preview.line'), '', translate('preview.reason')], rows));
  }
}

function counted<T extends { count: number }>(list: T[], name: (entry: T) => string): string {
  return list.map((entry) => `${name(entry)} (${entry.count})`).join(', ');
}

function line(text: string): JQuery {
  return $('<div>').css({ marginBottom: '6px' }).text(text);
}

function table(head: string[], rows: string[][]): JQuery {
  const cell = (kind: 'th' | 'td', text: string) =>
    $(`<${kind}>`).css({ textAlign: 'left', padding: '2px 8px 2px 0', verticalAlign: 'top' }).text(text);
  const made = $('<table>').css({ marginBottom: '8px' });
  made.append($('<thead>').append($('<tr>').append(head.map((text) => cell('th', text)))));
  const body = $('<tbody>').appendTo(made);
  for (const row of rows) body.append($('<tr>').append(row.map((text) => cell('td', text))));
  return made;
}

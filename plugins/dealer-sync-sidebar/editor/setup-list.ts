import type { MissingField } from '../../../lib/setup/setup-view';
import type { Translate } from '../../../nodes/editor/ask-runtime';
import { isHere, openField } from './open-field';

/** The fields of an integration that are still blank, node by node, each with a jump to its dialog. */
export class SetupList {
  readonly element = $('<details class="dealer-sync-setup" open>').hide();
  private readonly summary = $('<summary>').appendTo(this.element);
  private readonly list = $('<ul>').appendTo(this.element);
  private shown = '';

  constructor(private readonly translate: Translate) {}

  /** Built anew only when it says something else, so that the focus stays where it is. */
  show(missing: readonly MissingField[]): void {
    const wanted = JSON.stringify(missing.map((field) => [field, isHere(field)]));
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.element.toggle(missing.length > 0);
    this.summary.text(this.translate('setup.missing', { n: missing.length }));
    const nodes = new Map(missing.map(({ nodeId, nodeName }) => [nodeId, nodeName]));
    const items = [...nodes].map(([nodeId, name]) => {
      const fields = missing.filter((field) => field.nodeId === nodeId);
      return $('<li>').append(
        $('<span class="dealer-sync-node">').text(`${name}:`),
        fields.map((field) => this.jump(field)),
      );
    });
    this.list.empty().append(items);
  }

  private jump(missing: MissingField): JQuery {
    const { translate } = this;
    const { nodeName, env } = missing;
    const label = labelOf(missing);
    const here = isHere(missing);
    const what = translate(env ? 'setup.fillInOrSet' : 'setup.fillIn', { label, node: nodeName, variable: env ?? '' });
    return $('<button type="button" class="dealer-sync-link">')
      .text(label)
      .attr('title', here ? what : translate('setup.gone'))
      .prop('disabled', !here)
      .on('click', () => openField(missing));
  }
}

/** In the editor's language, as the dialog says it; the runtime's English where there is no such text. */
function labelOf({ nodeType, field, label }: MissingField): string {
  const definition = RED.nodes.getType(nodeType) as { _?: Translate } | undefined;
  // A field that another one shows and hides is called after that one.
  for (const key of [`missing.${field}`, `label.${field}`]) {
    const text = definition?._?.(key);
    if (text && text !== key) return text;
  }
  return label;
}

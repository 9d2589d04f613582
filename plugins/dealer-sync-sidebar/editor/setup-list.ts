import type { Translate } from '../../../nodes/editor/ask-runtime';
import type { MissingField } from './answers';
import { isHere, openField } from './open-field';

/** The fields of an integration that are still blank, each with a jump to its dialog; nothing when there are none. */
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
    this.list.empty().append(missing.map((field) => $('<li>').append(this.jump(field))));
  }

  private jump(missing: MissingField): JQuery {
    const { translate } = this;
    const name = `${missing.nodeName}: ${labelOf(missing)}`;
    const here = isHere(missing);
    const hint = !here ? translate('setup.gone') : missing.env ? translate('setup.or', { variable: missing.env }) : '';
    return $('<button type="button" class="dealer-sync-link">')
      .append($('<span>').text(name))
      .append(hint ? $('<span class="dealer-sync-hint">').text(hint) : '')
      .prop('disabled', !here)
      .on('click', () => openField(missing));
  }
}

/** In the editor's language, as the dialog says it; the runtime's English where there is no such text. */
function labelOf({ nodeType, field, label }: MissingField): string {
  const definition = RED.nodes.getType(nodeType) as { _?: Translate } | undefined;
  const key = `label.${field}`;
  const text = definition?._?.(key);
  return text && text !== key ? text : label;
}

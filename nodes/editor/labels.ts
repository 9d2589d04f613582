import type { EditorNodeInstance } from 'node-red';

/** How every node of ours names itself and its ports: all texts come from its catalogue in `locales/`. */
type Named = EditorNodeInstance<{ name?: string }>;

/** In the palette: the node's own name, without hyphens, which Node-RED would set apart there: `sync - start`. */
export function paletteLabel(this: Named): string {
  return this._('title').replaceAll('-', ' ');
}

/** On the canvas: what the user called it, or the node's own name. */
export function nodeLabel(this: Named): string {
  return this.name || this._('title');
}

/** On the canvas, for a node with operations: what the user called it, or `cms: list accounts`. */
export function operationLabel(this: EditorNodeInstance<{ name?: string; op: string }>): string {
  return this.name || `${this._('title')}: ${this._(`option.op.${this.op}`)}`;
}

/** Names that users gave are in italics, as in Node-RED's own nodes. */
export function labelStyle(this: Named): string {
  return this.name ? 'node_label_italic' : '';
}

export function inputLabel(this: EditorNodeInstance): string {
  return this._('input');
}

/** A label for each output: `output.0`, `output.1`, … */
export function outputLabel(this: EditorNodeInstance, index: number): string {
  return this._(`output.${index}`);
}

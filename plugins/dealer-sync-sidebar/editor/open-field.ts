import type { MissingField } from '../../../lib/setup/setup-view';

const STEP_MS = 50;
/** Node-RED puts the focus on a dialog's first field once the dialog has slid in; ours comes after that. */
const SETTLED_MS = 600;
const GIVE_UP_MS = 5000;

/** Whether the editor has the node; what the runtime tells of may have been deleted here and not deployed yet. */
export function isHere({ nodeId }: MissingField): boolean {
  return Boolean(RED.nodes.node(nodeId));
}

/** Opens the dialog that a field stands in, and puts the cursor there. */
export function openField({ nodeId, nodeType, field }: MissingField): void {
  const node = RED.nodes.node(nodeId);
  if (!node) return;
  const isConfig = RED.nodes.getType(nodeType)?.category === 'config';
  if (isConfig) RED.editor.editConfig('', nodeType, nodeId, '');
  else RED.editor.edit(node);
  focusWhenThere(`#${isConfig ? 'node-config-input' : 'node-input'}-${field}`);
}

function focusWhenThere(css: string): void {
  const began = Date.now();
  let foundAt: number | undefined;
  const timer = setInterval(() => {
    const field = $(css);
    const now = Date.now();
    if (field.length) foundAt ??= now;
    const settled = foundAt !== undefined && now - foundAt >= SETTLED_MS;
    if (settled) focus(field);
    if (settled || now - began > GIVE_UP_MS) clearInterval(timer);
  }, STEP_MS);
}

function focus(field: JQuery): void {
  field.parents('details').prop('open', true);
  if (field.is(':visible')) {
    field.trigger('focus');
    return;
  }
  // A field that another one shows and hides: that one comes before it.
  const form = field.closest('form').find('input, select, textarea');
  form.slice(0, form.index(field)).filter(':visible').last().trigger('focus');
}

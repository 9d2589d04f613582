/**
 * Wide enough, the rows are a table; in a narrow dialog each row is a card with its labels beside the fields. Colours are
 * the editor's own, so that both themes fit.
 */
const STYLE = `
.dealer-sync-table { container-type: inline-size; margin-bottom: 12px; }
.dealer-sync-table-row, .dealer-sync-table-head { display: grid; gap: 4px; align-items: center; padding: 3px 0; }
.dealer-sync-table-head { font-size: 12px; align-items: end; }
.dealer-sync-table-row { border-top: 1px solid var(--red-ui-secondary-border-color); }
.dealer-sync-table .dealer-sync-cell { min-width: 0; }
.dealer-sync-table .dealer-sync-cell > input[type=text] { width: 100%; box-sizing: border-box; margin: 0; min-width: 0; }
.dealer-sync-table .dealer-sync-tick { text-align: center; }
.dealer-sync-table input[type=checkbox] { width: auto; margin: 0; vertical-align: middle; }
.dealer-sync-table .dealer-sync-cell-label { display: none; }
.dealer-sync-table .dealer-sync-row-buttons { display: flex; gap: 2px; justify-content: flex-end; }
.dealer-sync-table .dealer-sync-row-warnings { grid-column: 1 / -1; color: var(--red-ui-primary-text-color); }
.dealer-sync-table .dealer-sync-row-warnings i { color: var(--red-ui-text-color-error); }
.dealer-sync-table .dealer-sync-row-warnings:empty { display: none; }
@container (max-width: 560px) {
  .dealer-sync-table-head { display: none; }
  .dealer-sync-table-row { grid-template-columns: 1fr !important; padding: 8px 0; }
  .dealer-sync-table .dealer-sync-cell { display: grid; grid-template-columns: minmax(90px, 38%) 1fr; gap: 6px; align-items: center; }
  .dealer-sync-table .dealer-sync-tick { text-align: left; }
  .dealer-sync-table .dealer-sync-tick > input[type=checkbox] { justify-self: start; }
  .dealer-sync-table .dealer-sync-cell-label { display: inline; margin: 0; width: auto; }
}
`;

/** Wide enough for five columns of text, in pixels. */
const WIDE = 720;
/** What a dialog has beside its content. */
const BESIDE = 60;

/**
 * Node-RED makes a dialog as wide as what stands in it when it opens, at least 500 pixels: where the window has the room,
 * it opens wide enough for a table.
 *
 * @returns pixels, or nothing where there is no such room
 */
export function widthAtFirst(): number | undefined {
  const room = $('#red-ui-editor-stack').position()?.left ?? 0;
  return room >= WIDE + BESIDE ? WIDE : undefined;
}

/** Once a page, however many of our nodes bring it. */
export function addTableStyle(): void {
  const id = 'dealer-sync-table-style';
  if (document.getElementById(id)) return;
  $('<style>').attr({ id }).text(STYLE).appendTo(document.head);
}

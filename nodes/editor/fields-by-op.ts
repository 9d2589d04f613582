/**
 * Shows the rows that the chosen operation uses. A row that only some operations use says so with
 * `data-ops="find update"`; rows without it always show.
 */
export function showFieldsByOp(select: JQuery): void {
  const rows = select.closest('form, #dialog-form').find('[data-ops]');
  const update = () => {
    const op = String(select.val() ?? '');
    rows.each((_index, row) => {
      const ops = (row.dataset.ops ?? '').split(' ');
      $(row).toggle(ops.includes(op));
    });
  };
  select.on('change', update);
  update();
}

/** A row that is about to go hands the focus to its neighbour: whoever clears a queue by keyboard stays in it. */
export function handOverFocus(rowId: string): void {
  const row = document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(rowId)}"]`);
  if (!row?.contains(document.activeElement)) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (next instanceof HTMLElement && next.dataset.row !== undefined) next.focus();
}

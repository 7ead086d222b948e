import { type CellValue, type GridRow, isBlank, type Merge } from './grid.ts';

/** Carries a merged cell's value down to every row it covers (an employer over its jobs). Rows must come in order. */
export class CarriedCells {
  readonly #byTop = new Map<number, Merge[]>();
  #open: { merge: Merge; value: CellValue }[] = [];

  constructor(merges: readonly Merge[]) {
    for (const merge of merges) {
      if (merge.bottom === merge.top) continue;
      const starting = this.#byTop.get(merge.top);
      if (starting) starting.push(merge);
      else this.#byTop.set(merge.top, [merge]);
    }
  }

  /** The row's cells with what hangs over them from above. */
  fill({ row, cells }: GridRow): (CellValue | undefined)[] {
    if (this.#open.length > 0) this.#open = this.#open.filter(({ merge }) => merge.bottom >= row);
    let filled = cells;
    if (this.#open.length > 0) {
      filled = [...cells];
      for (const { merge, value } of this.#open) if (isBlank(filled[merge.left])) filled[merge.left] = value;
    }
    for (const merge of this.#byTop.get(row) ?? []) {
      const value = cells[merge.left];
      if (!isBlank(value)) this.#open.push({ merge, value: value as CellValue });
    }
    return filled;
  }
}

export interface Places {
  placesTotal: number;
  placesLeft: number;
}

/** What `wanted` people in all leave open: places that were taken stay taken, also when fewer are wanted now. */
export function placesFor(wanted: number, { placesTotal, placesLeft }: Places): Places {
  const taken = placesTotal - placesLeft;
  const total = Math.max(wanted, taken);
  return { placesTotal: total, placesLeft: total - taken };
}

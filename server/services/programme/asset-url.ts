/** Where a file lies for staff, and, with its own screen named, for a screen: its session's cookie is bound to that. */
export const assetUrl = (sha256: string, screenId?: string): string =>
  `/api/screen/assets/${sha256}${screenId === undefined ? '' : `?screen=${screenId}`}`;

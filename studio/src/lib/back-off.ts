/** How long to wait before the server is asked again, ms: twice as long each time up to ten seconds, and no two pages in the same moment. */
export const backOffMs = (failures: number): number => Math.min(500 * 2 ** failures, 10_000) * (0.75 + Math.random() / 2);

/** What a kiosk counts of a day; nothing of a person is among it. */
export const useCounts = ['sessions', 'jobs', 'searches', 'guidance', 'handOvers', 'prints', 'readings', 'grabs'] as const;
export type UseCount = (typeof useCounts)[number];
type UseTotals = Record<UseCount, number>;

export const noUses = (): UseTotals => ({ sessions: 0, jobs: 0, searches: 0, guidance: 0, handOvers: 0, prints: 0, readings: 0, grabs: 0 });

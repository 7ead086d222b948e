/** Within so many seconds a glass that is well shows a takeover: how many did is told of each. */
export const drillSteps = [1, 3, 10] as const;

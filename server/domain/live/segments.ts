/** 环节 of a rundown that pitches nothing: opening, a guest's talk, a notice, a break. */
export const segmentKinds = ['intro', 'guest', 'notice', 'break'] as const;
export type SegmentKind = (typeof segmentKinds)[number];

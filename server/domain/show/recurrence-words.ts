/** RFC 5545's weekdays, Monday first. Apart from the recurrence itself, which brings a library that no browser needs. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

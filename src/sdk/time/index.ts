export * from './buckets.ts';
export * from './format-instant.ts';
export * from './is-zone.ts';
export * from './months.ts';
export { addDays, fromPlantClock, plantDate, startOfDay, toPlantClock, zoneName } from './plant-time.ts';
export * from './shifts.ts';

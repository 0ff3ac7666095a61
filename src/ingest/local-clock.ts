import { fromPlantClock, toPlantClock } from '#sdk';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const maxHours = 20_000;

/**
 * Turns a zone's clock readings (given as if they were UTC, in milliseconds) into instants. A reading that the clock
 * shows twice is its first; one that it skips is null. Whole hours are remembered, so that long files stay fast.
 */
export function localClock(zone: string): (clock: number) => number | null {
  const hours = new Map<number, number | null>();
  return (clock) => {
    const hour = Math.floor(clock / hourMs) * hourMs;
    let start = hours.get(hour);
    if (start === undefined) {
      if (hours.size >= maxHours) hours.clear();
      start = plainHour(hour, zone);
      hours.set(hour, start);
    }
    return start === null ? exact(clock, zone) : start + (clock - hour);
  };
}

/** The instant of a clock hour that runs through without a jump; null for the few that do not. */
function plainHour(hour: number, zone: string): number | null {
  const start = exact(hour, zone);
  const end = exact(hour + hourMs - minuteMs, zone);
  return start !== null && end !== null && end - start === hourMs - minuteMs ? start : null;
}

function exact(clock: number, zone: string): number | null {
  const reading = new Date(clock).toISOString().slice(0, 23);
  const instant = fromPlantClock(reading, zone);
  return toPlantClock(instant, zone) === reading.slice(0, 16) ? instant : null;
}

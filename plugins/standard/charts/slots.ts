/** Colour slots of the charts, 1–5. */
const slots = 5;

/**
 * A colour for each member shown, by its place among all members and never by its rank, so that a member keeps its
 * colour when filters change. Where two want the same slot the later one takes the next that is free.
 */
export function colourSlots(
  shown: readonly (number | null)[],
  all: readonly { readonly id: number }[],
): Map<number | null, number> {
  const place = new Map(all.map(({ id }, index) => [id, index]));
  const taken = new Set<number>();
  const ids = [...shown].sort((a, b) => placeOf(a, place) - placeOf(b, place));
  return new Map(
    ids.map((id) => {
      let slot = (placeOf(id, place) % slots) + 1;
      while (taken.has(slot) && taken.size < slots) slot = (slot % slots) + 1;
      taken.add(slot);
      return [id, slot];
    }),
  );
}

const placeOf = (id: number | null, place: ReadonlyMap<number, number>): number =>
  (id === null ? undefined : place.get(id)) ?? place.size;

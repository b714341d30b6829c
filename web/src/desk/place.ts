/** Which page of the desk is shown, as the address says it behind `#`. */

export type Place =
  { page: "queue" } | { page: "case"; id: number } | { page: "ended" } | { page: "replies" } | { page: "figures" };

export function placeOf(hash: string): Place {
  const found = /^#sak\/(\d+)$/.exec(hash);
  if (found) return { page: "case", id: Number(found[1]) };
  if (hash === "#avsluttede") return { page: "ended" };
  if (hash === "#hurtigsvar") return { page: "replies" };
  if (hash === "#tall") return { page: "figures" };
  return { page: "queue" };
}

export function addressOf(place: Place): string {
  const names = { queue: "#", ended: "#avsluttede", replies: "#hurtigsvar", figures: "#tall" } as const;
  return place.page === "case" ? `#sak/${place.id}` : names[place.page];
}

/** A view as the gateway sends it. */

export const DESK = {
  kommune: "oppdal",
  exists: true,
  open: true,
  someone_here: true,
  opens_at: null,
  hours: [{ days: ["ma", "ti", "on", "to", "fr"], since: "09:00", until: "15:00" }],
  callback_by: "2026-11-30",
};

export function sentView(state: string, other: object = {}): object {
  return {
    state,
    desk: DESK,
    draft: {
      role: "forelder",
      age: 9,
      kommune: "oppdal",
      needs: [{ id: "angst", name: "Uro" }],
      services: [],
      words: null,
    },
    told: [{ id: "a", text: "Taushetsplikt.", sources: [{ title: "Loven", url: "https://lovdata.no/" }] }],
    place: null,
    wait_minutes: null,
    asked_at: null,
    by: null,
    callback: null,
    helped: null,
    follow_up: null,
    ...other,
  };
}

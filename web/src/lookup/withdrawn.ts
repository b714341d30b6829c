/** A page that has been open for a while is asked for again when somebody comes back to it: what it tells may be gone. */

const GONE = new Set([404, 410]);

export function watchForWithdrawal(page: Document): void {
  const told = page.querySelector<HTMLElement>("#trukket");
  if (!told || !page.querySelector("[data-watch]")) {
    return;
  }
  const look = async (): Promise<void> => {
    if (page.visibilityState !== "visible") {
      return;
    }
    try {
      const response = await fetch(location.href, { method: "HEAD" });
      // Whoever is signed out, or a server that is ill, says nothing of it: what is told as gone stays told.
      if (response.ok || GONE.has(response.status)) {
        told.hidden = response.ok;
      }
    } catch {
      // Without a line nothing is known of it.
    }
  };
  page.addEventListener("visibilitychange", () => void look());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      void look();
    }
  });
}

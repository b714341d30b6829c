/** A button that copies the page's address. It says nothing of anybody: what is asked never stands in an address. */

export function offerToCopy(page: Document): void {
  page.querySelectorAll<HTMLButtonElement>("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(location.href).then(() => {
        const told = button.parentElement?.querySelector('[role="status"]');
        if (told) {
          told.textContent = button.dataset.copy ?? "";
        }
      });
    });
  });
}

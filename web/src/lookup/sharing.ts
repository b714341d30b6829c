/** A button that copies the page's address. It says nothing of anybody: what is asked never stands in an address. */

export function offerToCopy(page: Document): void {
  page.querySelectorAll<HTMLButtonElement>("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => void copy(page, button));
  });
}

async function copy(page: Document, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    showAddress(page, button);
    return;
  }
  const told = button.parentElement?.querySelector('[role="status"]');
  if (told) {
    told.textContent = button.dataset.copy ?? "";
  }
}

/** Where the browser does not let us copy, the address stands beside the button, chosen: it is copied with the keys. */
function showAddress(page: Document, button: HTMLButtonElement): void {
  const beside = button.nextElementSibling;
  const field = beside instanceof HTMLInputElement ? beside : page.createElement("input");
  field.readOnly = true;
  field.value = location.href;
  field.setAttribute("aria-label", button.textContent);
  button.after(field);
  field.focus();
  field.select();
}

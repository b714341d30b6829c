/** Buttons that print; a field of text prints as the text that stands in it, however long. */

export function offerPrint(page: Document): void {
  page.querySelectorAll<HTMLButtonElement>("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      window.print();
    });
  });
  window.addEventListener("beforeprint", () => {
    mirror(page);
    page.querySelectorAll<HTMLDetailsElement>("[data-print-open]").forEach((one) => {
      one.open = true;
    });
  });
}

/** Beside each field of the sheet, what it holds: on paper it stands in the field's place. */
export function mirror(page: Document): void {
  page.querySelectorAll<HTMLTextAreaElement>(".sheet textarea").forEach((field) => {
    const beside = field.nextElementSibling;
    const printed = beside?.classList.contains("printed") ? beside : page.createElement("p");
    printed.className = "printed";
    printed.textContent = field.value;
    field.after(printed);
  });
}

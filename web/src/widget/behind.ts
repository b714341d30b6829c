/** The municipality's page behind a chat that fills the screen. */

/** What has been changed, undone. */
let undo: (() => void) | undefined;

/** Holds the page still and out of the keyboard's way, or lets it go as it was. */
export function hold(still: boolean): void {
  if (still) undo ??= held();
  else {
    undo?.();
    undo = undefined;
  }
}

/** Holds the page; how to undo it. */
function held(): () => void {
  const { body, documentElement } = document;
  const { style } = documentElement;
  const { inert } = body;
  const overflow = style.getPropertyValue("overflow-y");
  const priority = style.getPropertyPriority("overflow-y");
  body.inert = true;
  style.setProperty("overflow-y", "hidden", "important");
  return () => {
    body.inert = inert;
    style.setProperty("overflow-y", overflow, priority);
  };
}

/** What a person can do in an answer; the chat does it. */

export interface Actions {
  /** Writes words as if the person had typed them. */
  say(text: string): void;
  /** Copies text to the clipboard. */
  copy(text: string): void;
  /** Prints this element alone. */
  print(element: Element): void;
  /** Opens the person's own e-mail program with this text. Nothing is sent by us. */
  mail(text: string): void;
  /** Opens the way to a person; null where nobody is there to be reached. */
  person: (() => void) | null;
  /** Lets the last message be learnt from; the text that was kept, word for word. */
  learn(): Promise<string>;
}

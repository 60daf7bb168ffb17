/** Control, format and private characters, halves of pairs, and ends of lines that are no line feed. */
const UNREADABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Whether a text on one line shows all that it has: nothing in it hides or turns around the rest. */
export function isReadable(text: string): boolean {
  return text.search(UNREADABLE) === -1;
}

/** A text with U+FFFD for each character that cannot be seen. */
export function readableText(text: string): string {
  return text.replace(UNREADABLE, '\ufffd');
}

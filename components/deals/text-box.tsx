/** Bytes of a text that are shown. */
const MAX_TEXT = 200_000;
export const ONLY_BEGINNING = 'Only the beginning is shown. Download the file for all of it.';

export function isCut(bytes: Uint8Array): boolean {
  return bytes.length > MAX_TEXT;
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, MAX_TEXT));
}

/** Whether every byte that is shown is one of a text; a character that the cut splits is none to blame. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, MAX_TEXT), {
      stream: isCut(bytes),
    });
    return true;
  } catch {
    return false;
  }
}

export function TextBox({ text, label }: { text: string; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto rounded-md border border-border bg-background p-3"
    >
      <pre className="text-[0.8125rem] leading-5">
        {text === '' ? <span className="text-muted">(empty)</span> : text}
      </pre>
    </section>
  );
}

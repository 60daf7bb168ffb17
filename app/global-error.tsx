'use client';

import './globals.css';

interface GlobalErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** In place of everything, where the frame around all pages could not be drawn. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
        <title>This site could not be shown</title>
        <h1 className="font-semibold text-xl">This site could not be shown</h1>
        <p className="max-w-[48ch] text-muted" role="alert">
          Nothing is lost: deals and money live on chain.
          {error.digest ? ` The server’s log has it under ${error.digest}.` : ''}
        </p>
        <button
          type="button"
          onClick={reset}
          className="h-9 rounded-md bg-accent px-4 font-medium text-on-accent"
        >
          Try again
        </button>
      </body>
    </html>
  );
}

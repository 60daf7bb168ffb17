import type { Held, Holdings } from './holdings';

type Sample = { readonly labels?: string; readonly value: number };

/** What a directory holds, in the text format of Prometheus. */
export function metricsText(
  holdings: Holdings,
  uploads: { readonly uploads: number; readonly bytes: number },
): string {
  const { byKind, promised, pinned, passing, promisedUntil } = holdings;
  const kinds = Object.entries(byKind).map(([kind, held]) => [`kind="${kind}"`, held] as const);
  const states = Object.entries({ promised, pinned, passing }).map(
    ([state, held]) => [`state="${state}"`, held] as const,
  );
  const of = (part: readonly (readonly [string, Held])[], what: keyof Held): Sample[] =>
    part.map(([labels, held]) => ({ labels, value: held[what] }));
  return [
    gauge('reckon_directory_contents', 'Folders held.', of(kinds, 'records')),
    gauge('reckon_directory_bytes', 'Bytes of folders held.', of(kinds, 'bytes')),
    gauge('reckon_directory_state_contents', 'Folders by why they stay.', of(states, 'records')),
    gauge('reckon_directory_state_bytes', 'Bytes by why they stay.', of(states, 'bytes')),
    gauge('reckon_directory_promised_until_seconds', 'The last promise runs out, Unix time.', [
      { value: promisedUntil },
    ]),
    gauge('reckon_directory_uploads', 'Uploads in parts under way.', [{ value: uploads.uploads }]),
    gauge('reckon_directory_upload_bytes', 'Bytes that these were announced with.', [
      { value: uploads.bytes },
    ]),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(
    ({ labels, value }) => `${name}${labels === undefined ? '' : `{${labels}}`} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

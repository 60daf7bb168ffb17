const loading = new Map<string, Promise<unknown>>();

/**
 * Imports a compiler that this site serves as it is, beside the page's own code; once a worker.
 *
 * @throws Error saying what to do, where it cannot be fetched
 */
export function loadToolchain<T>(path: string): Promise<T> {
  const known = loading.get(path);
  if (known) return known as Promise<T>;
  const url = new URL(path, self.location.origin).href;
  const started = import(/* turbopackIgnore: true */ /* webpackIgnore: true */ url).catch(
    (cause: unknown) => {
      loading.delete(path);
      const advice = 'Check your connection and compile again.';
      throw new Error(`The compiler could not be loaded. ${advice}`, { cause });
    },
  );
  loading.set(path, started);
  return started as Promise<T>;
}

const texts = new Map<string, Promise<string>>();

/** A text that this site serves; once a worker. */
export function loadText(path: string): Promise<string> {
  const known = texts.get(path);
  if (known) return known;
  const started = fetchText(path);
  started.catch(() => texts.delete(path));
  texts.set(path, started);
  return started;
}

async function fetchText(path: string): Promise<string> {
  const response = await fetch(new URL(path, self.location.origin));
  if (!response.ok) throw new Error(`${path} could not be loaded (${response.status}).`);
  return response.text();
}

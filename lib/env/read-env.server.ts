import type { z } from 'zod';

/** One or more environment variables are missing or wrong; the message names them all in one line. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/**
 * Parses the environment by a zod object whose keys are variable names. An empty variable counts as
 * a missing one.
 *
 * @throws {EnvError} naming each variable that is missing or wrong; values are never printed, since
 * some are secrets.
 */
export function readEnv<S extends z.ZodObject>(
  schema: S,
  env: Record<string, string | undefined> = process.env,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const key = String(issue.path[0] ?? 'environment');
    if (!problems.has(key)) problems.set(key, issue.message);
  }
  throw new EnvError([...problems].map(([key, message]) => `${key} ${message}`).join('; '));
}

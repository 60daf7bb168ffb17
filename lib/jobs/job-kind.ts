import type { z } from 'zod';

/** A kind of job: the name its worker listens to and the shape of its payload. */
export type JobKind<Payload> = {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
};

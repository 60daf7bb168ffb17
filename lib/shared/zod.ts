import { z } from 'zod';

// Before any schema is made: pages and job children forbid code from text, and report zod's try at it.
z.config({ jitless: true });

/** zod for what pages and job children reach, too; it checks without making code. */
export { z };

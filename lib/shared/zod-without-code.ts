import { config } from 'zod';

// Pages and job children forbid code from text, and report zod's try at it. Imported beside zod by
// what they reach: the setting holds for schemas that are made after it.
config({ jitless: true });

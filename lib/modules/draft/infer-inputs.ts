import type { InputSchema } from '../input-fields';
import type { Job } from '../job-inputs';

const LONG_TEXT = 80;

/** "wordCount" or "word_count" as people read it: "Word count". */
function titleOf(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const lower = words.trim().toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

function fieldOf(name: string, value: unknown) {
  const title = titleOf(name);
  if (Array.isArray(value)) return { type: 'string', format: 'file', title, 'x-map': true };
  if (typeof value === 'boolean') return { type: 'boolean', title, default: value };
  if (typeof value === 'number') {
    return { type: Number.isInteger(value) ? 'integer' : 'number', title, default: value };
  }
  const text = String(value);
  if (text.startsWith('files/')) return { type: 'string', format: 'file', title };
  const isLong = text.length > LONG_TEXT || text.includes('\n');
  return { type: 'string', title, maxLength: 10_000, ...(isLong ? { 'x-multiline': true } : {}) };
}

/** A first schema of inputs, guessed from a job: its author goes on from there. */
export function inferInputs(job: Job): InputSchema {
  const fields = Object.entries(job);
  // A number or switch has a default, the value of the example; texts and files are needed.
  const required = fields.filter(([, value]) => typeof value === 'string' || Array.isArray(value));
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, value]) => [name, fieldOf(name, value)])),
    required: required.map(([name]) => name),
    additionalProperties: false,
  } as InputSchema;
}

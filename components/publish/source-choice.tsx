import type { DraftSource } from '@/lib/modules/draft/module-draft';
import { cn } from '@/lib/shared/class-names';

const SOURCES: readonly { value: DraftSource; title: string; text: string }[] = [
  { value: 'c', title: 'Write C', text: 'With the C library, and helpers for inputs and JSON.' },
  {
    value: 'assemblyscript',
    title: 'Write AssemblyScript',
    text: 'Looks like TypeScript; small and quick to compile.',
  },
  {
    value: 'javascript',
    title: 'Write JavaScript',
    text: 'Runs as it is, on QuickJS; the slowest to run.',
  },
  {
    value: 'upload',
    title: 'Upload a .wasm',
    text: 'From Rust, Zig, Go, C++ … for WASI preview 1.',
  },
];

interface SourceChoiceProps {
  value: DraftSource;
  onChange: (value: DraftSource) => void;
}

/** How an author brings the program. */
export function SourceChoice({ value, onChange }: SourceChoiceProps) {
  return (
    <fieldset>
      <legend className="sr-only">Where the program comes from</legend>
      <div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-4">
        {SOURCES.map((source) => (
          <label
            key={source.value}
            className={cn(
              'flex cursor-pointer gap-2.5 rounded-md border p-3 transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              source.value === value
                ? 'border-accent bg-accent-soft'
                : 'border-border hover:border-border-strong',
            )}
          >
            <input
              type="radio"
              name="source"
              checked={source.value === value}
              onChange={() => onChange(source.value)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <span>
              <span className="block font-medium">{source.title}</span>
              <span className="block text-muted text-xs">{source.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

import { CopyButton } from './copy-button';

/** A command to run in a terminal, with a button that copies it. */
export function CommandLine({ command, label }: { command: string; label: string }) {
  return (
    <div className="flex items-start justify-between gap-2 rounded-md border border-border bg-background py-1.5 pr-1.5 pl-3">
      <code className="whitespace-pre-wrap py-0.5 text-[0.8125rem] [overflow-wrap:anywhere]">
        {command}
      </code>
      <CopyButton value={command} label={label} />
    </div>
  );
}

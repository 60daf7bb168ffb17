import { Search } from 'lucide-react';

interface SearchFormProps {
  action: string;
  name: string;
  label: string;
  placeholder: string;
  value: string | undefined;
  /** What else is in the address and stays there. */
  kept?: Readonly<Record<string, string | undefined>>;
}

/** A search that works without script: a plain form that goes to an address. */
export function SearchForm(props: SearchFormProps) {
  const { action, name, label, placeholder, value, kept = {} } = props;
  return (
    <form action={action} className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted"
      />
      <input
        type="search"
        name={name}
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value}
        spellCheck={false}
        autoComplete="off"
        className="h-9 w-full rounded-md border border-border bg-surface pr-3 pl-8 text-base placeholder:text-muted hover:border-border-strong sm:w-64 sm:text-sm"
      />
      {Object.entries(kept).map(([key, text]) =>
        text === undefined ? null : <input key={key} type="hidden" name={key} value={text} />,
      )}
    </form>
  );
}

import { Search } from 'lucide-react';

interface SearchFormProps {
  action: string;
  name: string;
  label: string;
  placeholder: string;
  value: string | undefined;
}

/** A search that works without script: a plain form that goes to an address. */
export function SearchForm({ action, name, label, placeholder, value }: SearchFormProps) {
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
    </form>
  );
}

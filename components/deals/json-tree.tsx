'use client';

import { useState } from 'react';
import { plainName } from '@/lib/shared/plain-name.view';
import { isString, leafWords } from './written-json';

/** What a tree shows of one list or object, and how deep it begins open: results may be hostile. */
const MAX_MEMBERS = 200;
const OPEN_DEPTH = 1;
const MAX_DEPTH = 60;
const TOO_DEEP = '… deeper than is shown. Download the file for all of it.';

interface JsonTreeProps {
  /** As `jsonTreeValue` reads it. */
  value: unknown;
  name?: string | undefined;
  depth?: number;
}

/** JSON as lists that open and close. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps) {
  const label =
    name === undefined ? null : (
      <span className="text-muted">
        <bdi>{plainName(name)}</bdi>:{' '}
      </span>
    );
  if (value === null || typeof value !== 'object') {
    return (
      <p className="[overflow-wrap:anywhere]">
        {label}
        <bdi className={isString(value) ? 'text-safe' : 'tabular text-accent'}>
          {leafWords(value)}
        </bdi>
      </p>
    );
  }
  const isList = Array.isArray(value);
  if (Object.keys(value).length === 0 || depth >= MAX_DEPTH) {
    return (
      <p>
        {label}
        {depth >= MAX_DEPTH ? TOO_DEEP : isList ? '[]' : '{}'}
      </p>
    );
  }
  return <Branch value={value} isList={isList} label={label} depth={depth} />;
}

interface BranchProps {
  value: object;
  isList: boolean;
  label: React.ReactNode;
  depth: number;
}

/** Its members are drawn while it is open: a small text can hold very many of them. */
function Branch({ value, isList, label, depth }: BranchProps) {
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH);
  const members = Object.entries(value);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer">
        {label}
        <span className="tabular text-muted">
          {isList ? `[${members.length}]` : `{${members.length}}`}
        </span>
      </summary>
      {isOpen ? (
        <div className="border-border border-l pl-4">
          {members.slice(0, MAX_MEMBERS).map(([key, inner]) => (
            <JsonTree key={key} name={key} value={inner} depth={depth + 1} />
          ))}
          {members.length > MAX_MEMBERS ? (
            <p className="text-muted">and {members.length - MAX_MEMBERS} more</p>
          ) : null}
        </div>
      ) : null}
    </details>
  );
}

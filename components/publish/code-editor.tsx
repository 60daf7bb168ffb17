'use client';

import { useEffect, useRef } from 'react';
import type { CompilerProblem } from '@/lib/modules/compile/compiler-problem';
import type { EditorHandle, EditorLanguage } from './open-editor.client';

interface CodeEditorProps {
  label: string;
  language: EditorLanguage;
  value: string;
  problems?: readonly CompilerProblem[];
  /** Lines that show before it scrolls. */
  minLines?: number;
  onChange: (value: string) => void;
}

const NONE: readonly CompilerProblem[] = [];

/** CodeMirror, loaded when it is shown; what a compiler found stands at its line. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, language, value, problems = NONE, minLines = 8, onChange } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorHandle>(undefined);
  const latest = useRef({ value, problems, onChange });
  latest.current = { value, problems, onChange };

  useEffect(() => {
    let isGone = false;
    void import('./open-editor.client').then(({ openEditor }) => {
      if (isGone || !host.current) return;
      host.current.replaceChildren();
      editor.current = openEditor(host.current, {
        label,
        language,
        value: latest.current.value,
        onChange: (text) => latest.current.onChange(text),
      });
      editor.current.show(latest.current.problems);
    });
    return () => {
      isGone = true;
      editor.current?.close();
      editor.current = undefined;
    };
  }, [label, language]);

  useEffect(() => editor.current?.replace(value), [value]);
  useEffect(() => editor.current?.show(problems), [problems]);

  return (
    <div
      ref={host}
      style={{ minHeight: `${minLines * 1.5}rem` }}
      className="overflow-hidden rounded-md border border-border-strong/60 bg-surface text-[0.8125rem] focus-within:border-accent"
    >
      <textarea
        aria-label={label}
        readOnly
        value={value}
        rows={minLines}
        className="w-full resize-none bg-surface px-3 py-2 font-mono"
      />
    </div>
  );
}

'use client';

import { Hammer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type {
  CompiledLanguage,
  CompileProgress,
  Toolchains,
} from '@/lib/modules/compile/compile-request';
import type { CompilerProblem } from '@/lib/modules/compile/compiler-problem';
import type { DraftSource, ModuleDraft } from '@/lib/modules/draft/module-draft';
import { percentText } from '@/lib/shared/percent.view';
import { formatBytes } from '@/lib/shared/quantity.view';
import { CodeEditor } from './code-editor';
import { SourceChoice } from './source-choice';
import { useWork } from './use-trial.client';

interface ProgramStepProps {
  draft: ModuleDraft;
  toolchains: Toolchains;
  change: (change: Partial<ModuleDraft>) => void;
}

const FILE: Record<CompiledLanguage, string> = { c: 'main.c', assemblyscript: 'main.ts' };

/** Where the program comes from: written and compiled here, or uploaded. */
export function ProgramStep({ draft, toolchains, change }: ProgramStepProps) {
  const { source } = draft;
  const choose = (next: DraftSource) => {
    if (next !== source) change({ source: next, wasm: undefined });
  };
  return (
    <Panel title="The program" description="Everything runs in this browser until you publish">
      <div className="flex flex-col gap-4">
        <SourceChoice value={source} onChange={choose} />
        {source === 'upload' ? (
          <Upload draft={draft} change={change} />
        ) : source === 'javascript' ? (
          <Script draft={draft} toolchains={toolchains} change={change} />
        ) : (
          <Written
            key={source}
            draft={draft}
            language={source}
            toolchains={toolchains}
            change={change}
          />
        )}
        {draft.wasm ? (
          <Notice
            tone="safe"
            title={`The program is ready: ${formatBytes(draft.wasm.bytes.length)}`}
          >
            From {draft.wasm.name}. The engine accepts it. Next: run it on sample inputs.
          </Notice>
        ) : null}
      </div>
    </Panel>
  );
}

/** @throws PublicationRefused the rule, and the byte where it is broken */
async function checked(name: string, bytes: Uint8Array) {
  const [{ checkWasm }, { WASM_ENGINE }] = await Promise.all([
    import('@/lib/execution/publish/check-wasm'),
    import('@/lib/execution/engine-id'),
  ]);
  await checkWasm(bytes, WASM_ENGINE);
  return { name, bytes };
}

function Upload({ draft, change }: Omit<ProgramStepProps, 'toolchains'>) {
  const work = useWork<void>();
  const take = (files: readonly File[]) => {
    const [file] = files;
    change({ wasm: undefined });
    if (!file) return;
    void work.run(async () => {
      change({ wasm: await checked(file.name, new Uint8Array(await file.arrayBuffer())) });
    });
  };
  const shown = draft.wasm ? [new File([draft.wasm.bytes as BlobPart], draft.wasm.name)] : [];
  return (
    <>
      <Field id="wasm" label="Program">
        <FileDrop
          id="wasm"
          files={shown}
          onChange={take}
          isMapped={false}
          accept={['.wasm', 'application/wasm']}
          maxBytes={32 * 1024 * 1024}
        />
      </Field>
      <p className="text-muted text-xs">
        A WASI preview 1 command (wasm32-wasip1): it exports memory and _start, reads /in/job.json
        and /in/files, and writes to stdout and /out.
      </p>
      {work.problem ? (
        <Notice tone="wrong" alert title={work.problem.title}>
          {work.problem.advice}
        </Notice>
      ) : null}
    </>
  );
}

/** JavaScript needs no compiler; what is wrong with a script shows when it runs. */
function Script({ draft, toolchains, change }: ProgramStepProps) {
  const work = useWork<void>();
  const take = () =>
    work.run(async (_say, signal) => {
      const response = await fetch(toolchains.quickjs, { signal });
      if (!response.ok) throw new Error(`QuickJS could not be loaded (${response.status}).`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      change({ wasm: await checked('QuickJS and main.js', bytes) });
    });
  return (
    <>
      <CodeEditor
        label="Program in JavaScript"
        language="javascript"
        value={draft.texts.javascript}
        minLines={14}
        onChange={(javascript) => change({ texts: { ...draft.texts, javascript } })}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<Hammer aria-hidden className="size-4" />}
          busy={work.busy}
          disabled={draft.texts.javascript.trim() === ''}
          onClick={() => void take()}
        >
          Use this script
        </Button>
        <p className="text-muted text-xs">
          Has <code>job</code>, <code>files</code>, <code>readText</code>, <code>readBytes</code>,{' '}
          <code>writeText</code>, <code>writeBytes</code> and <code>console</code>. QuickJS is
          fetched once, 0.8 MB, from this site.
        </p>
      </div>
      {work.problem ? (
        <Notice tone="wrong" alert title={work.problem.title}>
          {work.problem.advice}
        </Notice>
      ) : null}
    </>
  );
}

function Written({
  draft,
  language,
  toolchains,
  change,
}: ProgramStepProps & { language: CompiledLanguage }) {
  const work = useWork<void>();
  const [progress, setProgress] = useState<CompileProgress>();
  const [problems, setProblems] = useState<readonly CompilerProblem[]>([]);
  const [said, setSaid] = useState('');
  const text = draft.texts[language];

  const compile = () =>
    work.run(async (_say, signal) => {
      change({ wasm: undefined });
      setProgress({ phase: 'loading', doneBytes: 0, totalBytes: 0 });
      const { compileProgram } = await import('@/lib/modules/compile/compile-program.client');
      const request = { language, source: text, toolchains };
      const compiled = await compileProgram(request, setProgress, signal);
      setProblems(compiled.problems);
      setSaid(compiled.said);
      if (compiled.wasm) change({ wasm: await checked(FILE[language], compiled.wasm) });
    });

  const errors = problems.filter(({ severity }) => severity === 'error');
  const hasFailed = !work.busy && !draft.wasm && said !== '';
  return (
    <>
      <CodeEditor
        label={`Program in ${language === 'c' ? 'C' : 'AssemblyScript'}`}
        language={language}
        value={text}
        problems={problems}
        minLines={14}
        onChange={(next) => {
          change({ texts: { ...draft.texts, [language]: next }, wasm: undefined });
          setProblems([]);
          setSaid('');
        }}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<Hammer aria-hidden className="size-4" />}
          busy={work.busy}
          onClick={() => void compile()}
        >
          Compile
        </Button>
        {work.busy ? (
          <>
            <div className="min-w-40 grow">
              <Progressing progress={progress} />
            </div>
            <Button variant="ghost" size="sm" onClick={work.stop}>
              Stop
            </Button>
          </>
        ) : (
          <p className="text-muted text-xs">{SIZES[language]}</p>
        )}
      </div>
      {hasFailed ? (
        <Notice
          tone="wrong"
          alert
          title={errors[0] ? `Line ${errors[0].line}: ${errors[0].message}` : 'It does not compile'}
        >
          <pre className="max-h-56 overflow-auto whitespace-pre-wrap font-mono text-xs">{said}</pre>
        </Notice>
      ) : null}
      {work.problem ? (
        <Notice tone="wrong" alert title={work.problem.title}>
          {work.problem.advice}
        </Notice>
      ) : null}
    </>
  );
}

const SIZES: Record<CompiledLanguage, string> = {
  c: 'clang runs in this browser: 27 MB are fetched once, from this site.',
  assemblyscript: 'Its compiler runs in this browser: 3 MB are fetched once, from this site.',
};

function Progressing({ progress }: { progress: CompileProgress | undefined }) {
  const loading = progress?.phase === 'loading' && progress.totalBytes > 0 ? progress : undefined;
  const share = loading && loading.doneBytes / loading.totalBytes;
  const words =
    progress?.phase === 'compiling'
      ? 'Compiling'
      : share === undefined
        ? 'Fetching the compiler'
        : `Fetching the compiler: ${percentText(Math.round(share * 100))}`;
  return (
    <div className="flex flex-col gap-1">
      <p className="tabular text-muted text-xs" role="status">
        {words}
      </p>
      <Progress label={words} {...(share === undefined ? {} : { value: share })} />
    </div>
  );
}

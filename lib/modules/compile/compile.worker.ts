import { compileAssemblyScript } from './compile-assemblyscript.client';
import { compileC } from './compile-c.client';
import type { CompileMessage, CompileRequest } from './compile-request';

declare const self: DedicatedWorkerGlobalScope;

const COMPILERS = { c: compileC, assemblyscript: compileAssemblyScript };

self.onmessage = ({ data }: MessageEvent<CompileRequest>): void => {
  const { id, language, source, toolchains } = data;
  const say = (message: CompileMessage): void => self.postMessage(message);
  COMPILERS[language](source, toolchains, (progress) =>
    say({ id, kind: 'progress', progress }),
  ).then(
    (compiled) => say({ id, kind: 'compiled', compiled }),
    (error: unknown) =>
      say({ id, kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
  );
};

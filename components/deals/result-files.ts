/** One output of a run, ready to be shown. */
export interface ResultFile {
  path: string;
  bytes: Uint8Array;
  kind: 'text' | 'table' | 'image' | 'file';
  mediaType: string;
  title: string;
}

interface OutputSpec {
  path: string;
  kind: ResultFile['kind'];
  mediaType?: string | undefined;
  title?: string | undefined;
}

const HIDDEN = new Set(['result.json']);

/**
 * A result folder's files in the order of the manifest's outputs; what the manifest does not name
 * comes after, and empty streams are left out.
 */
export function resultFilesOf(
  files: ReadonlyMap<string, Uint8Array>,
  outputs: readonly OutputSpec[],
): ResultFile[] {
  const named = outputs.flatMap((output) => {
    const path = files.has(output.path) ? output.path : `out/${output.path}`;
    const bytes = files.get(path);
    return bytes ? [fileOf(path, bytes, output)] : [];
  });
  const seen = new Set(named.map(({ path }) => path));
  const others = [...files]
    .filter(([path, bytes]) => !seen.has(path) && !HIDDEN.has(path) && bytes.length > 0)
    .map(([path, bytes]) => fileOf(path, bytes, undefined));
  return [...named, ...others];
}

function fileOf(path: string, bytes: Uint8Array, output: OutputSpec | undefined): ResultFile {
  const stream = path === 'stdout' || path === 'stderr';
  return {
    path,
    bytes,
    kind: output?.kind ?? (stream ? 'text' : 'file'),
    mediaType: output?.mediaType ?? (stream ? 'text/plain' : 'application/octet-stream'),
    title: output?.title ?? (path === 'stdout' ? 'Output' : path === 'stderr' ? 'Messages' : path),
  };
}

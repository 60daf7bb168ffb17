const LINE = /^((?:│ {3}| {4})*)(?:├── |└── )(.+)$/u;
const LEAF = /^it should .+ \(((?:test|testFuzz|invariant)_\w+)\)$/;
const BRANCH = /^(?:given|when) .+$/;

/** Test functions of a Solidity source, in its order. @param {string} source */
export function testsOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [...code.matchAll(/function ((?:test|testFuzz|invariant)_\w+)\s*\(/g)].map(
    ([, name]) => name,
  );
}

/** The contracts that hold tests are named like their file. @param {string} source */
const contractsOf = (source) => [...source.matchAll(/^contract (\w+)/gm)].map(([, name]) => name);

/**
 * What is wrong with a tree: its first line names the test contract; below are branches "given ..."
 * and "when ..." with something below them, and leaves "it should ... (test_name)".
 *
 * @param {string} tree
 * @param {string} source of its test file
 * @returns {{ leaves: number, problems: string[] }} problems begin with `:line: `
 */
export function problemsOfTree(tree, source) {
  const [title, ...lines] = tree.trimEnd().split('\n');
  const tests = new Set(testsOf(source));
  const problems = [];
  const named = new Set();
  if (!contractsOf(source).includes(title)) problems.push(`:1: there is no contract ${title}`);
  const parsed = lines.map((line) => {
    const [, indent, text] = LINE.exec(line) ?? [];
    return { depth: text === undefined ? -1 : indent.length / 4, text: text ?? line };
  });
  parsed.forEach(({ depth, text }, i) => {
    const say = (problem) => problems.push(`:${i + 2}: ${problem}: ${text}`);
    const below = (parsed[i + 1]?.depth ?? 0) > depth;
    const [, test] = LEAF.exec(text) ?? [];
    if (depth < 0 || depth > (parsed[i - 1]?.depth ?? -1) + 1) say('not a line of a tree');
    else if (test !== undefined) {
      named.add(test);
      if (below) say('a leaf has something below');
      if (!tests.has(test)) say('a leaf without its test');
    } else if (!BRANCH.test(text)) say('neither given, when nor "it should ... (test_name)"');
    else if (!below) say('a branch without a leaf');
  });
  for (const test of tests) {
    if (!named.has(test)) problems.push(`: no leaf names ${test}`);
  }
  return { leaves: parsed.filter(({ text }) => LEAF.test(text)).length, problems };
}

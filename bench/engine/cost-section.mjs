// What docs/engine.md says of engine.json, between two marks: written by the bench, held by a test.

const BEGIN = '<!-- from bench/engine.json, by npm run bench:engine -->';
const END = '<!-- end of what the bench wrote -->';

/**
 * @param {any} report of engine.json
 * @returns {string} the section's lines
 */
function sectionOf(report) {
  const names = Object.keys(report.vsNative);
  const rows = names.map(
    (name) =>
      `| ${name} | ${report.vsNative[name]} | ${report.vsRaw[name]} | ${report.rawVsNative[name]} | ${report.gigafuelPerSecond[name]} |`,
  );
  const catalogue = Object.entries(report.catalogueGigafuelPerSecond)
    .map(([name, speed]) => `${name} ${speed}`)
    .join(', ');
  const memory = Object.entries(report.peakMemoryMB)
    .map(([name, { raw, metered }]) => `${name} ${metered} MB (${raw} as it was compiled)`)
    .join(', ');
  return [
    '| | metered / native | metered / raw | raw / native | Gfuel/s |',
    '|---|---|---|---|---|',
    ...rows,
    `| geometric mean | ${report.geomeanVsNative} | ${report.geomeanVsRaw} | | spread ${report.fuelPerSecondSpread} |`,
    '',
    `Examples of the catalogue, in Gfuel/s: ${catalogue}; spread ${report.catalogueSpread} of those that take 5 ms and more.`,
    '',
    `A small job (cowsay) takes ${report.coldStartMs} ms with a child waiting, ${report.withoutPoolMs} ms without. A new module is transformed at ${report.transformMsPerMB} ms a megabyte (sqlite), an unchanged one is read from disk in ${report.transformUnchangedMs.sqlite} ms. A process that transforms, compiles and runs one has at most: ${memory}. Node ${report.node}, ${report.native}.`,
  ].join('\n');
}

/**
 * @param {string} text of docs/engine.md
 * @param {any} report of engine.json
 * @returns {string} the text with the report's figures
 */
export function withFigures(text, report) {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/engine.md has no "${BEGIN}" before "${END}"`);
  return `${text.slice(0, from + BEGIN.length)}\n\n${sectionOf(report)}\n\n${text.slice(to)}`;
}

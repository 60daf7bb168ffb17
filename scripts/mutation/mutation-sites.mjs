import { statementMutations } from './statement-mutations.mjs';
import { tokenMutations } from './token-mutations.mjs';

/**
 * One change of one place. Text is latin1 (a character a byte), as the compiler counts bytes.
 *
 * @typedef {object} Mutation
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {number} start
 * @property {number} end
 * @property {string} kind
 * @property {string} from
 * @property {string} to
 * @property {string} code the line it is on
 */

/**
 * Every mutation of one source, in the order of the text. The syntax tree holds no comments, imports
 * or pragmas, so none is ever touched.
 *
 * @param {string} file
 * @param {string} text
 * @param {object} ast the compiler's
 * @param {Map<string, string[]>} enums members by "enum Name"
 * @returns {Mutation[]}
 */
export function mutationsOf(file, text, ast, enums) {
  const found = [];
  walk(ast, [], (node, parents) => {
    const context = { text, enums, parents };
    for (const edit of [...tokenMutations(node, context), ...statementMutations(node, context)]) {
      const before = text.slice(0, edit.start);
      const lineStart = before.lastIndexOf('\n') + 1;
      found.push({
        file,
        line: before.split('\n').length,
        column: edit.start - lineStart + 1,
        ...edit,
        from: text.slice(edit.start, edit.end),
        code: text.slice(lineStart, text.indexOf('\n', edit.start)).trim(),
      });
    }
  });
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.to < b.to ? -1 : 1));
}

/** Enumerations of all sources. */
export function enumsOf(asts) {
  const enums = new Map();
  for (const ast of asts) {
    walk(ast, [], (node) => {
      if (node.nodeType === 'EnumDefinition') {
        enums.set(
          `enum ${node.name}`,
          node.members.map(({ name }) => name),
        );
      }
    });
  }
  return enums;
}

/** The mutated source. */
export const mutate = (text, { start, end, to }) => text.slice(0, start) + to + text.slice(end);

/** What nobody would read as code to run. */
const SKIPPED = new Set(['ImportDirective', 'PragmaDirective', 'ArrayTypeName', 'ErrorDefinition']);

function walk(node, parents, visit) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const child of node) walk(child, parents, visit);
    return;
  }
  const isNode = typeof node.nodeType === 'string';
  if (isNode && SKIPPED.has(node.nodeType)) return;
  if (isNode) visit(node, parents);
  const inner = isNode ? [...parents, node] : parents;
  for (const child of Object.values(node)) walk(child, inner, visit);
}

/** What takes an operator's place. */
const OPERATORS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['/'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '+=': ['-='],
  '-=': ['+='],
  '|=': ['&='],
  '&=': ['|='],
};

const YUL_FUNCTIONS = {
  lt: 'gt',
  gt: 'lt',
  and: 'or',
  or: 'and',
  add: 'sub',
  sub: 'add',
  shl: 'shr',
  shr: 'shl',
};

/** Names that stand opposite each other; the compiler throws out what does not fit. */
const OPPOSITES = new Map(
  [
    ['buyer', 'provider'],
    ['toBuyer', 'toProvider'],
    ['buyerLock', 'providerLock'],
    ['jobSolverFee', 'resourceSolverFee'],
    ['firstPanel', 'secondPanel'],
    ['firstVerdict', 'secondVerdict'],
    ['firstFee', 'secondFee'],
    ['matchedFirst', 'matchedSecond'],
    ['available', 'locked'],
    ['free', 'seated'],
  ].flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

/**
 * Operators, literals, parties, enumerations' members.
 *
 * @returns {{ kind: string, start: number, end: number, to: string }[]}
 */
export function tokenMutations(node, { text, enums, parents }) {
  const [start, end] = rangeOf(node.src);
  switch (node.nodeType) {
    case 'BinaryOperation':
      return isExtreme(node, parents.at(-1), text)
        ? operator(node, node.leftExpression, node.rightExpression, text).slice(1)
        : operator(node, node.leftExpression, node.rightExpression, text);
    case 'Assignment':
      return operator(node, node.leftHandSide, node.rightHandSide, text);
    case 'UnaryOperation':
      return node.operator === '!' ? [{ kind: 'negation', start, end: start + 1, to: '' }] : [];
    case 'Literal':
      return literal(node, start, end, text);
    case 'Identifier':
      return named(node.name, start, end);
    case 'MemberAccess':
      return member(node, end, enums);
    case 'YulFunctionCall':
      return yulFunction(node.functionName);
    case 'YulLiteral':
      return /^\d+$/.test(node.value) ? numbers(BigInt(node.value), '', start, end) : [];
    case 'IfStatement':
    case 'Conditional':
      return condition(node.condition, text);
    default:
      return [];
  }
}

/** @param {string} src "start:length:file" */
export function rangeOf(src) {
  const [start, length] = src.split(':').map(Number);
  return [start, start + length];
}

function operator({ operator: sign }, left, right, text) {
  const [, from] = rangeOf(left.src);
  const [until] = rangeOf(right.src);
  const start = from + text.slice(from, until).indexOf(sign);
  const kind = /^[<>=!]=?$/.test(sign) ? 'comparison' : /[&|]{2}/.test(sign) ? 'logic' : 'sum';
  return (OPERATORS[sign] ?? []).map((to) => ({ kind, start, end: start + sign.length, to }));
}

/**
 * `a < b ? a : b`, or `if (a < b) a = b`: the smaller or larger of two. Where they are equal either is,
 * so `<=` in place of `<` is no change.
 */
function isExtreme(node, parent, text) {
  if (!/^[<>]=?$/.test(node.operator) || parent?.condition !== node) return false;
  const sides = [node.leftExpression, node.rightExpression];
  const assigned = parent.trueBody?.expression ?? parent.trueBody?.statements?.[0]?.expression;
  const results = [
    parent.trueExpression ?? assigned?.leftHandSide,
    parent.falseExpression ?? assigned?.rightHandSide,
  ];
  if (parent.falseBody || results.some((result) => !result)) return false;
  const read = ({ src }) => text.slice(...rangeOf(src));
  return sides.map(read).sort().join() === results.map(read).sort().join();
}

function literal(node, start, end, text) {
  if (node.kind === 'bool') {
    return [{ kind: 'literal', start, end, to: node.value === 'true' ? 'false' : 'true' }];
  }
  const [, digits, unit] = /^([\d_]+)((?:e\d+)?(?: \w+)?)$/.exec(text.slice(start, end)) ?? [];
  if (node.kind !== 'number' || digits === undefined) return [];
  return numbers(BigInt(digits.replaceAll('_', '')), unit, start, end);
}

function numbers(value, unit, start, end) {
  const changed = value > 0n ? [value + 1n, value - 1n] : [value + 1n];
  return changed.map((to) => ({ kind: 'literal', start, end, to: `${to}${unit}` }));
}

function named(name, start, end) {
  const to = OPPOSITES.get(name);
  return to === undefined ? [] : [{ kind: 'party', start, end, to }];
}

function member({ memberName, memberLocation, expression }, nodeEnd, enums) {
  const [start, end] = memberLocation
    ? rangeOf(memberLocation)
    : [nodeEnd - memberName.length, nodeEnd];
  const type = /^type\((enum .+)\)$/.exec(expression.typeDescriptions?.typeString ?? '')?.[1];
  const members = enums.get(type);
  if (!members?.includes(memberName)) return named(memberName, start, end);
  const to = members[(members.indexOf(memberName) + 1) % members.length];
  return [{ kind: 'enum', start, end, to }];
}

function yulFunction({ name, src }) {
  const [start, end] = rangeOf(src);
  const to = YUL_FUNCTIONS[name];
  return to === undefined ? [] : [{ kind: 'assembly', start, end, to }];
}

/** A condition without an operator of its own is turned around. */
function condition(node, text) {
  if (node.nodeType === 'BinaryOperation' || node.nodeType === 'UnaryOperation') return [];
  const [start, end] = rangeOf(node.src);
  return [{ kind: 'negation', start, end, to: `!(${text.slice(start, end)})` }];
}

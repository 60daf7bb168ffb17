import { rangeOf } from './token-mutations.mjs';

/** Bodies of an `if` that says no or ends the round. */
const REFUSALS = new Set(['RevertStatement', 'Return', 'Continue']);

/**
 * Statements that are left out, and numbers that are one too high.
 *
 * @returns {{ kind: string, start: number, end: number, to: string }[]}
 */
export function statementMutations(node, { text, parents }) {
  const [start, end] = rangeOf(node.src);
  switch (node.nodeType) {
    case 'IfStatement':
      return isGuard(node)
        ? [{ kind: 'guard', start, end: withSemicolon(text, end), to: '{}' }]
        : [];
    case 'ExpressionStatement':
      if (parents.at(-1)?.loopExpression === node) return [];
      return [{ kind: 'write', start, end: withSemicolon(text, end), to: '{}' }, ...raised(node)];
    case 'EmitStatement':
      return [{ kind: 'event', start, end: withSemicolon(text, end), to: '{}' }];
    case 'Return':
      return raisedValue(node.expression);
    case 'YulExpressionStatement':
      return [{ kind: 'assembly', start, end, to: '' }];
    default:
      return [];
  }
}

function isGuard({ trueBody, falseBody }) {
  if (falseBody) return false;
  const body = trueBody.nodeType === 'Block' ? trueBody.statements : [trueBody];
  return body.length === 1 && REFUSALS.has(body[0].nodeType);
}

const withSemicolon = (text, end) => (text[end] === ';' ? end + 1 : end);

/** A written number, plus one. */
function raised({ expression }) {
  const isPlain = expression.nodeType === 'Assignment' && expression.operator === '=';
  return isPlain ? raisedValue(expression.rightHandSide) : [];
}

function raisedValue(expression) {
  if (!/^uint\d+$/.test(expression?.typeDescriptions?.typeString ?? '')) return [];
  if (expression.nodeType === 'Literal' || expression.nodeType === 'Conditional') return [];
  const [, end] = rangeOf(expression.src);
  return [{ kind: 'plus one', start: end, end, to: ' + 1' }];
}

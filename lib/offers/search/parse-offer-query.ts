import {
  factorOf,
  isNumberField,
  isTextField,
  type NumberField,
  nearestField,
  OFFER_FIELDS,
  type OfferField,
  OPEN_STATES,
  type TextField,
  unitsOf,
} from './offer-fields';
import { allOf, anyOf, EVERYTHING, type OfferQuery, OPERATORS, type Operator } from './offer-query';
import { type Token, tokensOf } from './query-tokens';

/** Longer or deeper queries are refused: they come from anybody. */
const MAX_LENGTH = 2_000;
const MAX_DEPTH = 32;
const MAX_CONDITIONS = 40;

/** What is wrong with a written query, and where. */
export type QueryProblem = {
  readonly message: string;
  /** Index of the first character that is wrong, and how many are. */
  readonly at: number;
  readonly length: number;
  /** What to write in their place, where it can be guessed. */
  readonly suggestion?: string | undefined;
};

export type ParsedQuery =
  | { readonly ok: true; readonly query: OfferQuery }
  | { readonly ok: false; readonly problem: QueryProblem };

/**
 * Reads `gpu.vram >= 24 && (price < 0.5 || state in (live, busy)) && !(provider = 0xab)`. `and`,
 * `or`, `not` and `==` are read, too; nothing is a query that everything fits.
 */
export function parseOfferQuery(text: string): ParsedQuery {
  try {
    if (text.length > MAX_LENGTH) {
      const message = `A query has at most ${MAX_LENGTH} characters.`;
      throw new QueryError({ message, at: MAX_LENGTH, length: text.length - MAX_LENGTH });
    }
    const tokens = tokensOf(text);
    return { ok: true, query: tokens.length === 1 ? EVERYTHING : new Reader(tokens).whole() };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, problem: error.problem };
    throw error;
  }
}

class QueryError extends Error {
  readonly problem: QueryProblem;
  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Recursive descent: or < and < not < comparison. */
class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #conditions = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): OfferQuery {
    const query = this.#either();
    const rest = this.#peek();
    if (rest.kind !== 'end') fail(rest, 'Join conditions with && or ||.', '&&');
    return query;
  }

  #either(): OfferQuery {
    const parts = [this.#both()];
    while (this.#take('||')) parts.push(this.#both());
    return anyOf(parts);
  }

  #both(): OfferQuery {
    const parts = [this.#single()];
    while (this.#take('&&')) parts.push(this.#single());
    return allOf(parts);
  }

  #single(): OfferQuery {
    const start = this.#peek();
    if (this.#depth++ > MAX_DEPTH) fail(start, 'This is nested too deep.');
    try {
      if (this.#take('!')) return { kind: 'not', part: this.#single() };
      if (this.#take('(')) {
        const inner = this.#either();
        this.#expect(')', 'A bracket is still open here: close it with ).');
        return inner;
      }
      return this.#condition();
    } finally {
      this.#depth--;
    }
  }

  #condition(): OfferQuery {
    if (this.#conditions++ >= MAX_CONDITIONS) {
      fail(this.#peek(), `A query has at most ${MAX_CONDITIONS} conditions.`);
    }
    const field = this.#field();
    if (this.#take('in')) {
      this.#expect('(', 'Write the values in brackets: in (a, b).');
      const values = [this.#value(field)];
      while (this.#take(',')) values.push(this.#value(field));
      this.#expect(')', 'The list is still open here: close it with ).');
      return { kind: 'in', field, values };
    }
    const operator = this.#operator(field);
    return { kind: 'compare', field, operator, value: this.#value(field) };
  }

  #field(): OfferField {
    const token = this.#advance();
    if (token.kind === 'end') fail(token, 'A condition is missing here, such as ram >= 16.');
    if (token.kind !== 'word') fail(token, 'A field is expected here, such as ram or price.');
    const name = token.text.toLowerCase();
    if (isNumberField(name) || isTextField(name)) return name;
    const meant = nearestField(name);
    const message = meant
      ? `There is no field "${token.text}". Did you mean ${meant}?`
      : `There is no field "${token.text}". Fields: ${OFFER_FIELDS.join(', ')}.`;
    fail(token, message, meant);
  }

  #operator(field: OfferField): Operator {
    const token = this.#advance();
    const operator = OPERATORS.find((known) => known === token.text);
    const wanted = isTextField(field) ? '=, != or in' : OPERATORS.join(', ');
    if (token.kind !== 'sign' || !operator) {
      fail(token, `After ${field} comes ${wanted}.`, isTextField(field) ? '=' : '>=');
    }
    if (isTextField(field) && operator !== '=' && operator !== '!=') {
      fail(token, `${field} is not a number: compare it by ${wanted}.`, '=');
    }
    return operator;
  }

  #value(field: OfferField): number | string {
    const token = this.#advance();
    return isTextField(field) ? textOf(field, token) : numberOf(field, token);
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #advance(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  #take(sign: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'sign' || text !== sign) return false;
    this.#next++;
    return true;
  }

  #expect(sign: string, message: string): void {
    if (!this.#take(sign)) fail(this.#peek(), message, sign);
  }
}

function numberOf(field: NumberField, token: Token): number {
  if (token.kind !== 'number') fail(token, `${field} is compared with a number.`);
  const factor = token.unit === '' ? 1 : factorOf(field, token.unit);
  if (factor === undefined) {
    const units = unitsOf(field).join(', ');
    const message = `${field} is not counted in ${token.unit}${units === '' ? '' : `; units: ${units}`}.`;
    fail(token, message, String(token.value));
  }
  const value = token.value * factor;
  if (!Number.isFinite(value)) fail(token, 'This number is too large.');
  return value;
}

function textOf(field: TextField, token: Token): string {
  const isText = token.kind === 'word' || token.kind === 'text' || token.kind === 'number';
  if (!isText) fail(token, `${field} is compared with a word, or a "text in quotes".`);
  const text = token.text.toLowerCase();
  if (field === 'state' && !OPEN_STATES.some((state) => state === text)) {
    fail(token, `An offer's state is ${OPEN_STATES.join(', ')}.`, 'live');
  }
  if (field === 'provider' && !/^0x[0-9a-f]{0,40}$/.test(text)) {
    fail(token, 'A provider is named by its address, or by how it begins: 0x12ab.');
  }
  return text;
}

function fail({ at, length }: Token, message: string, suggestion?: string): never {
  throw new QueryError({ message, at, length, suggestion });
}

/** Kinds of inputs that the builder offers; everything else is written as JSON. */
export const INPUT_KINDS = [
  'text',
  'long text',
  'whole number',
  'number',
  'switch',
  'file',
] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** One input as the builder shows it. */
export type InputRow = {
  readonly name: string;
  readonly title: string;
  readonly kind: InputKind;
  readonly isRequired: boolean;
};

type Field = Readonly<Record<string, unknown>>;
type Schema = {
  readonly properties: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
  readonly others: Field;
};

/** The rows of a schema; undefined where the text is no schema that the builder can show. */
export function inputRowsOf(text: string): InputRow[] | undefined {
  const schema = schemaOf(text);
  return (
    schema &&
    Object.entries(schema.properties).map(([name, field]) => ({
      name,
      title: typeof field.title === 'string' ? field.title : '',
      kind: kindOf(field),
      isRequired: schema.required.includes(name),
    }))
  );
}

/** The schema with one input changed in place, renamed, or (`row` undefined) removed. */
export function withInput(text: string, name: string, row: InputRow | undefined): string {
  const schema = schemaOf(text);
  if (schema === undefined) return text;
  const properties = Object.entries(schema.properties).flatMap(([key, field]) => {
    if (key !== name) return [[key, field] as const];
    return row === undefined ? [] : [[row.name, changed(field, row)] as const];
  });
  const others = schema.required.filter((key) => key !== name);
  const required = row?.isRequired ? [...others, row.name] : others;
  return textOf(schema, Object.fromEntries(properties), required);
}

/** The schema with one more input, a text. */
export function withNewInput(text: string): string {
  const schema = schemaOf(text) ?? { properties: {}, required: [], others: {} };
  const taken = new Set(Object.keys(schema.properties));
  let number = taken.size + 1;
  while (taken.has(`input${number}`)) number++;
  const field = { type: 'string', title: '', maxLength: 10_000 };
  return textOf(schema, { ...schema.properties, [`input${number}`]: field }, schema.required);
}

function textOf(
  { others }: Schema,
  properties: Readonly<Record<string, Field>>,
  required: readonly string[],
): string {
  const order = Object.keys(properties);
  const sorted = [...required].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const schema = {
    type: 'object',
    ...others,
    properties,
    required: sorted,
    additionalProperties: false,
  };
  return JSON.stringify(schema, null, 2);
}

function schemaOf(text: string): Schema | undefined {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const { properties = {}, required = [], ...others } = value as Record<string, unknown>;
    const isRecord = typeof properties === 'object' && properties !== null;
    if (!isRecord || !Array.isArray(required)) return undefined;
    const fields = Object.values(properties);
    if (fields.some((field) => typeof field !== 'object' || field === null)) return undefined;
    return {
      properties: properties as Record<string, Field>,
      required: required.filter((name) => typeof name === 'string'),
      others,
    };
  } catch {
    return undefined;
  }
}

function kindOf(field: Field): InputKind {
  if (field.format === 'file') return 'file';
  if (field.type === 'boolean') return 'switch';
  if (field.type === 'integer') return 'whole number';
  if (field.type === 'number') return 'number';
  return field['x-multiline'] === true ? 'long text' : 'text';
}

const TYPE_OF: Readonly<Record<InputKind, Field>> = {
  text: { type: 'string', maxLength: 10_000 },
  'long text': { type: 'string', maxLength: 100_000, 'x-multiline': true },
  'whole number': { type: 'integer' },
  number: { type: 'number' },
  switch: { type: 'boolean' },
  file: { type: 'string', format: 'file' },
};

/** Another kind drops what only the old one had: bounds, defaults, choices. */
function changed(field: Field, { title, kind }: InputRow): Field {
  if (kindOf(field) === kind) return titled(field, title);
  const { description } = field;
  return titled({ ...TYPE_OF[kind], ...(description ? { description } : {}) }, title);
}

function titled({ title: _, ...field }: Field, title: string): Field {
  const { type, ...rest } = field;
  return { type, ...(title === '' ? {} : { title }), ...rest };
}

import { Badge } from '@/components/ui/badge';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { fieldsOf, type InputField, type InputSchema } from '@/lib/modules/input-fields';
import { formatBytes, formatCount } from '@/lib/shared/quantity.view';

/** The inputs that a module takes. On a phone all that is said of one stands under its name. */
export function ModuleInputs({ schema }: { schema: InputSchema }) {
  return (
    <Table
      caption="Inputs of this module"
      head={
        <>
          <Th>Input</Th>
          <Th className="max-sm:hidden">Kind</Th>
          <Th className="max-sm:hidden">What it is for</Th>
        </>
      }
    >
      {fieldsOf(schema).map((field) => (
        <Tr key={field.name}>
          <Td className="min-w-36 font-medium">
            {field.label} {field.required ? <Badge>needed</Badge> : null}
            <span className="block font-normal text-muted text-xs first-letter:uppercase sm:hidden">
              {kindOf(field)}
              {field.hint ? `. ${field.hint}` : null}
            </span>
          </Td>
          <Td className="min-w-32 text-muted max-sm:hidden">{kindOf(field)}</Td>
          <Td className="min-w-56 text-muted max-sm:hidden">{field.hint ?? '–'}</Td>
        </Tr>
      ))}
    </Table>
  );
}

function kindOf(field: InputField): string {
  switch (field.kind) {
    case 'text':
      return field.maxLength ? `text, up to ${formatCount(field.maxLength)}` : 'text';
    case 'number': {
      const { minimum, maximum } = field;
      const range =
        minimum !== undefined && maximum !== undefined ? `, ${minimum} to ${maximum}` : '';
      return `${field.integer ? 'whole number' : 'number'}${range}`;
    }
    case 'choice':
      return `one of ${field.choices.length}`;
    case 'switch':
      return 'yes or no';
    case 'file':
      return field.maxBytes ? `file, up to ${formatBytes(field.maxBytes)}` : 'file';
  }
}

import { ModuleCard, type ModuleCardProps } from './module-card';

interface ModuleGridProps {
  modules: readonly ModuleCardProps[];
  /** Heading level of a card, in the page's outline. */
  level?: 2 | 3;
}

export function ModuleGrid({ modules, level = 3 }: ModuleGridProps) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {modules.map((module) => (
        <li key={module.id} className="grid">
          <ModuleCard {...module} level={level} />
        </li>
      ))}
    </ul>
  );
}

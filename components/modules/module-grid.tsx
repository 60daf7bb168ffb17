import { ModuleCard, type ModuleCardProps } from './module-card';

export function ModuleGrid({ modules }: { modules: readonly ModuleCardProps[] }) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {modules.map((module) => (
        <li key={module.id} className="grid">
          <ModuleCard {...module} />
        </li>
      ))}
    </ul>
  );
}

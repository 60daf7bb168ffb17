import { PageHeader } from '@/components/layout/page-header';

export default function HomePage() {
  return <PageHeader title="Reckon" lead="Computation that is checked, not believed." />;
}

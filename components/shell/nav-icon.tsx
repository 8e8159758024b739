import {
  Activity,
  ChartNoAxesColumn,
  Check,
  CircleArrowUp,
  Database,
  FileText,
  List,
  ListFilter,
  type LucideIcon,
  MessageSquare,
  Play,
  Rocket,
  RotateCcw,
  Settings,
  Shield,
  ShieldCheck,
} from "lucide-react";
import type { NavIcon as Name } from "./nav.ts";

const icons: Record<Name, LucideIcon> = {
  loop: RotateCcw,
  prompt: FileText,
  play: Play,
  dataset: Database,
  suite: Check,
  run: Activity,
  queue: List,
  decision: ListFilter,
  feedback: MessageSquare,
  environment: Rocket,
  promotion: CircleArrowUp,
  traffic: ChartNoAxesColumn,
  guardrail: Shield,
  audit: ShieldCheck,
  settings: Settings,
};

export function NavIcon({ name }: { name: Name }) {
  const Icon = icons[name];
  return <Icon aria-hidden="true" className="size-3.75 shrink-0 stroke-[1.75]" />;
}

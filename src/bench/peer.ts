import { fileURLToPath } from 'node:url';
import { Models } from '../checker/study/models.ts';
import { loadStudy } from '../verify/load-study.ts';
import type { Report, Start } from './report.ts';
import type { BenchSystem } from './system.ts';

/** What a process is given: the system that it explores, by its study's configuration, and by which method, where it has several. */
export interface Given {
  readonly config: string | null;
  readonly system: BenchSystem;
  readonly method: string;
}

/** The command that runs one of the scripts in `peers`, in a process of its own. */
export function peerCommand(script: string, task: Given): string[] {
  return [process.execPath, fileURLToPath(new URL(`./peers/${script}.js`, import.meta.url)), JSON.stringify(task)];
}

/** What this process was started with. */
export async function given(): Promise<Given & { readonly models: Models }> {
  const task = JSON.parse(process.argv[2] as string) as Given;
  return { ...task, models: new Models((await loadStudy(task.config)).study) };
}

/** What this process has found, as a line of JSON. */
export function answer(report: Report | Start): void {
  console.log(JSON.stringify(report));
}

/** How a thread begins: it gets what it knows from its start, and a way to say something apart from its answers; what it returns carries tasks out. */
export type Begin<Data, Task, Answer> = (
  data: Data,
  say: (message: unknown) => void,
) => (task: Task) => Promise<Answer>;

/** How threads are started. */
export interface ThreadOptions {
  /** The module whose default export carries a task out; its export `begin` begins to do so on any thread. */
  readonly module: URL;
  readonly threads: number;
  /** What each thread knows from its start. */
  readonly data: object;
  readonly youngSpaceMb?: number;
  /** Once it is aborted, threads that have not answered by then are ended, and their tasks have no answer. */
  readonly stop?: AbortSignal;
  /** Called with what a thread says apart from its answers. */
  readonly onMessage?: (message: unknown) => void;
}

/** Whether tasks are carried out by whoever asks, one after the other: for tests, where to start a thread takes longer than most tasks. */
let areThere = true;

/** Starts threads no longer, or again. Without them nothing is heard meanwhile: neither Ctrl-C, nor how far the tasks are. */
export const useThreads = (whether: boolean): void => {
  areThere = whether;
};

/**
 * Carries tasks out on threads.
 *
 * @param onAnswer called with each answer, as soon as it is there
 * @returns the answers in the order of the tasks; null for a task that was stopped, and for no other
 * @throws {Error} what a thread throws; and if one ends before it has answered, so that no task is ever left out
 */
export async function onThreads<Task, Answer>(
  options: ThreadOptions,
  tasks: readonly Task[],
  onAnswer: (answer: Answer, task: Task) => void,
): Promise<(Answer | null)[]> {
  if (!areThere) return onThisThread(options, tasks, onAnswer);
  const { module, threads, data, youngSpaceMb, stop, onMessage } = options;
  const { Piscina } = await import('piscina');
  const isStopped = () => stop?.aborted ?? false;
  // A pool that has been destroyed starts new threads for a new task.
  if (isStopped()) return tasks.map(() => null);
  const pool = new Piscina({
    filename: module.href,
    workerData: data,
    minThreads: threads,
    maxThreads: threads,
    ...(youngSpaceMb && { resourceLimits: { maxYoungGenerationSizeMb: youngSpaceMb } }),
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
  });
  if (onMessage) pool.on('message', onMessage);
  // Only once: the pool takes a second call for the end of the first, and then starts a new thread for each one that has been ended.
  let ended: Promise<void> | undefined;
  const end = () => (ended ??= pool.destroy());
  stop?.addEventListener('abort', end);
  // The pool tells nobody but its listeners of a thread that fails while it has no task.
  const failure = new Promise<never>((_, reject) => pool.on('error', reject));
  const answers = tasks.map(async (task) => {
    try {
      const answer = (await pool.run(task)) as Answer;
      onAnswer(answer, task);
      return answer;
    } catch (error) {
      if (isStopped()) return null;
      throw error;
    }
  });
  try {
    return await Promise.race([failure, Promise.all(answers)]);
  } catch (error) {
    if (isStopped()) return Promise.all(answers);
    throw error;
  } finally {
    stop?.removeEventListener('abort', end);
    await end();
  }
}

async function onThisThread<Task, Answer>(
  { module, data, onMessage = () => {} }: ThreadOptions,
  tasks: readonly Task[],
  onAnswer: (answer: Answer, task: Task) => void,
): Promise<Answer[]> {
  const { begin } = (await import(module.href)) as { begin: Begin<object, Task, Answer> };
  const carryOut = begin(data, onMessage);
  const answers: Answer[] = [];
  for (const task of tasks) {
    const answer = await carryOut(task);
    onAnswer(answer, task);
    answers.push(answer);
  }
  return answers;
}

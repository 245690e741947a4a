/** Milliseconds spent in each phase of a check. */
export interface Stopwatch {
  time<T>(phase: string, work: () => Promise<T> | T): Promise<T>;
  timing(): { startedAt: string; totalMs: number; phases: Record<string, number> };
}

/** Starts a stopwatch at `now`. */
export function startStopwatch(now: Date): Stopwatch {
  const start = performance.now();
  const phases: Record<string, number> = {};
  return {
    async time(phase, work) {
      const from = performance.now();
      try {
        return await work();
      } finally {
        phases[phase] = round((phases[phase] ?? 0) + performance.now() - from);
      }
    },
    timing: () => ({
      startedAt: now.toISOString(),
      totalMs: round(performance.now() - start),
      phases,
    }),
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

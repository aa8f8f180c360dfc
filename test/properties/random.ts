/** Choices that a seed repeats (mulberry32, which is enough where nobody guesses). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to below the bound. */
  below(bound: number): number {
    return Math.floor(this.#next() * bound);
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  shuffled<T>(values: readonly T[]): T[] {
    const result = [...values];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }

  /** One or more, each further one less likely than the one before by the factor; heavier ones sooner. */
  someWeighted<T>(values: readonly T[], weights: readonly number[], more: number): T[] {
    let count = 1;
    while (this.chance(more)) count++;
    return values
      .map((value, index) => ({ value, rank: this.#next() ** (1 / (weights[index] ?? 1)) }))
      .sort((a, b) => b.rank - a.rank)
      .slice(0, count)
      .map(({ value }) => value);
  }

  some<T>(values: readonly T[]): T[] {
    return this.someWeighted(values, [], 0.4);
  }
}

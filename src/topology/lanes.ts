// Where the boxes of a column stand: as near as may be to what they are linked to, in their order, and apart.

export interface Slot {
  readonly height: number;
  /** Where its middle would like to be. */
  readonly wish: number;
  /** How much its wish counts. */
  readonly weight: number;
}

/**
 * The tops of the slots: the least squares of what each is away from its wish, by pooling neighbours that want to pass each other.
 * @param gap pixels between two slots
 */
export function tops(slots: readonly Slot[], gap: number): number[] {
  let before = 0;
  const shifts = slots.map(({ height }) => {
    const shift = before;
    before += height + gap;
    return shift;
  });
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (const [index, { height, wish, weight }] of slots.entries()) {
    let pool = { sum: (wish - height / 2 - (shifts[index] as number)) * weight, weight, count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.weight > pool.sum / pool.weight; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, weight, count }) => Array.from({ length: count }, () => sum / weight)).map((top, index) => top + (shifts[index] as number));
}

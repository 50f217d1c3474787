const { fround } = Math;

/**
 * A few of many weighted values in ascending order, and what is known of their ranks: the quantile summary of XGBoost
 * (Chen & Guestrin 2016, appendix; its `WQSummary`), in float32 as there.
 */
export class QuantileSummary {
  size = 0;
  readonly values: Float32Array;
  /** The least that all smaller values can weigh. */
  readonly leastBefore: Float32Array;
  /** The most that a value and all smaller ones can weigh. */
  readonly mostUpTo: Float32Array;
  /** The least that a value itself weighs. */
  readonly weights: Float32Array;

  /** @param capacity the most values that it may hold */
  constructor(capacity: number) {
    this.values = new Float32Array(capacity);
    this.leastBefore = new Float32Array(capacity);
    this.mostUpTo = new Float32Array(capacity);
    this.weights = new Float32Array(capacity);
  }

  /** Appends a value, which is larger than all before. */
  add(value: number, leastBefore: number, mostUpTo: number, weight: number): void {
    const place = this.size++;
    this.values[place] = value;
    this.leastBefore[place] = leastBefore;
    this.mostUpTo[place] = mostUpTo;
    this.weights[place] = weight;
  }

  /** Takes over at most so many of another's values, about as much weight between each two: the first and the last, too. */
  prune(source: QuantileSummary, maxSize: number): void {
    this.size = 0;
    if (source.size <= maxSize) {
      for (let place = 0; place < source.size; place++) this.append(source, place);
      return;
    }
    const last = source.size - 1;
    const begin = source.mostUpTo[0]!;
    const range = fround(source.leastBefore[last]! - begin);
    this.append(source, 0);
    let kept = 0;
    let place = 1;
    for (let k = 1; k < maxSize - 1; k++) {
      const twiceTheRank = 2 * fround(fround(fround(k * range) / (maxSize - 1)) + begin);
      while (place < last && twiceTheRank >= source.twiceMiddle(place + 1)) place++;
      if (place === last) break;
      const isNext = twiceTheRank >= fround(source.leastUpTo(place) + source.mostBefore(place + 1));
      const nearest = isNext ? place + 1 : place;
      if (nearest === kept) continue;
      this.append(source, nearest);
      kept = nearest;
    }
    if (kept !== last) this.append(source, last);
  }

  /** Becomes the summary of all values that two others summarize. */
  combine(one: QuantileSummary, other: QuantileSummary): void {
    this.size = 0;
    for (let i = 0, j = 0; i < one.size || j < other.size;) {
      const isOfOne = j === other.size || (i < one.size && one.values[i]! <= other.values[j]!);
      const isOfOther = i === one.size || (j < other.size && other.values[j]! <= one.values[i]!);
      const value = isOfOne ? one.values[i]! : other.values[j]!;
      const before = one.leastAt(i, isOfOne) + other.leastAt(j, isOfOther);
      const upTo = one.mostAt(i, isOfOne) + other.mostAt(j, isOfOther);
      const weight = (isOfOne ? one.weights[i]! : 0) + (isOfOther ? other.weights[j]! : 0);
      this.add(value, before, upTo, weight);
      if (isOfOne) i++;
      if (isOfOther) j++;
    }
    this.mendRoundings();
  }

  /** The least that smaller values weigh than one that is at this place, or between it and the place before. */
  private leastAt(place: number, isThere: boolean): number {
    if (isThere) return this.leastBefore[place]!;
    return place > 0 ? this.leastUpTo(place - 1) : 0;
  }

  /** The most that values weigh up to one that is at this place, or between it and the place before. */
  private mostAt(place: number, isThere: boolean): number {
    if (isThere) return this.mostUpTo[place]!;
    return place < this.size ? this.mostBefore(place) : this.mostUpTo[this.size - 1]!;
  }

  private leastUpTo(place: number): number {
    return fround(this.leastBefore[place]! + this.weights[place]!);
  }

  private mostBefore(place: number): number {
    return fround(this.mostUpTo[place]! - this.weights[place]!);
  }

  /** Twice the rank of a value's middle, as far as is known. */
  private twiceMiddle(place: number): number {
    return fround(this.mostUpTo[place]! + this.leastBefore[place]!);
  }

  private append({ values, leastBefore, mostUpTo, weights }: QuantileSummary, place: number): void {
    this.add(values[place]!, leastBefore[place]!, mostUpTo[place]!, weights[place]!);
  }

  /** Ranks ascend; sums of float32 weights may not. */
  private mendRoundings(): void {
    const { leastBefore, mostUpTo } = this;
    for (let place = 1; place < this.size; place++) {
      leastBefore[place] = Math.max(leastBefore[place]!, leastBefore[place - 1]!);
      mostUpTo[place] = Math.max(mostUpTo[place]!, mostUpTo[place - 1]!, this.leastUpTo(place));
    }
  }
}
